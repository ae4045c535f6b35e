export function take(): string {
  return "";
}
