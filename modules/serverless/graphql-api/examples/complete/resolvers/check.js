import { util } from "@aws-appsync/utils";

// Refuses before anything is written.
export function request(ctx) {
  if (ctx.args.total <= 0) util.error("An order's total is more than 0.", "BadOrder");
  return { payload: null };
}

export function response(ctx) {
  return ctx.result;
}
