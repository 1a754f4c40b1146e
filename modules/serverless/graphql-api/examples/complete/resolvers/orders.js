import { util } from "@aws-appsync/utils";

export function request(ctx) {
  return {
    operation: "Query",
    index: "by-customer",
    query: {
      expression: "#customer = :customer",
      expressionNames: { "#customer": "customer" },
      expressionValues: util.dynamodb.toMapValues({ ":customer": ctx.args.customer }),
    },
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result.items;
}
