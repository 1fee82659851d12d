import { type CodeConstant } from "@tjit/bytecode";
export function reprConstant(constant: CodeConstant): string {
  return constant.type === "str" ? `'${constant.value}'` : constant.type;
}
