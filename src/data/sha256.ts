/** sha256 over these bytes one after the other, in lower-case hexadecimal. */
export async function sha256(parts: readonly Uint8Array[]): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', join(parts) as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
