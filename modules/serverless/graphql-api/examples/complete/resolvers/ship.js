import { util } from "@aws-appsync/utils";

// Only what is placed can be shipped.
export function request(ctx) {
  return {
    operation: "UpdateItem",
    key: util.dynamodb.toMapValues({ id: ctx.args.id }),
    update: {
      expression: "SET #status = :shipped",
      expressionNames: { "#status": "status" },
      expressionValues: util.dynamodb.toMapValues({ ":shipped": "SHIPPED" }),
    },
    condition: {
      expression: "#status = :placed",
      expressionNames: { "#status": "status" },
      expressionValues: util.dynamodb.toMapValues({ ":placed": "PLACED" }),
    },
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
