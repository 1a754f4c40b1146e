import { util } from "@aws-appsync/utils";

// An order is placed once.
export function request(ctx) {
  const { id, customer, total } = ctx.args;
  return {
    operation: "PutItem",
    key: util.dynamodb.toMapValues({ id }),
    attributeValues: util.dynamodb.toMapValues({ customer, total, status: "PLACED" }),
    condition: { expression: "attribute_not_exists(id)" },
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
