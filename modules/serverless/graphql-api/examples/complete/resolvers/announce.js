import { util } from "@aws-appsync/utils";

// Tells the other services.
export function request(ctx) {
  return {
    operation: "PutEvents",
    events: [{ source: "example.orders", detailType: "OrderPlaced", detail: ctx.prev.result }],
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.prev.result;
}
