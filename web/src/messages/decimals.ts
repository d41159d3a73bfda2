/** Currencies without digits behind the point and with three of them, by ISO 4217. What a browser shows for some of them differs. */
const DIGITS: Record<string, number> = Object.fromEntries([
  ...["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"].map((code) => [code, 0]),
  ...["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 3]),
]);

/** How many digits the smallest unit of a currency stands behind the point. */
export const decimalsOf = (currency: string) => DIGITS[currency] ?? 2;
