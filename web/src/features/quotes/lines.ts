import type { QuoteLine, QuoteLineDraft } from "@/api/wire";
import { unitsOf } from "@/parts/amountText";
import { decimalsOf } from "@/messages/decimals";

/** A line as it is typed. */
export interface TypedLine {
  /** By which it stays the same while others come and go. */
  key: string;
  product: string | null;
  description: string;
  quantity: string;
  unit: string;
  price: string;
  discount: string;
  tax: string;
  recurring: QuoteLine["recurring"];
  term: string;
}

/** The fields of a line that are typed as text, in the order of the table. */
export const TYPED = ["description", "quantity", "unit", "price", "discount", "tax"] as const;

const EMPTY: Omit<TypedLine, "key"> = {
  product: null,
  description: "",
  quantity: "1",
  unit: "",
  price: "",
  discount: "",
  tax: "",
  recurring: "once",
  term: "",
};

/** A line of which nothing is typed yet. */
export const newLine = (tax = ""): TypedLine => ({ ...EMPTY, tax, key: crypto.randomUUID() });

/** Smallest units as somebody types them. */
function typedAmount({ minor, currency }: { minor: number; currency: string }): string {
  const places = decimalsOf(currency);
  const digits = String(minor).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A stored line as somebody would type it. */
export function typedOf(line: QuoteLine): TypedLine {
  const { discount } = line;
  return {
    key: crypto.randomUUID(),
    product: line.product,
    description: line.description,
    quantity: String(line.quantity),
    unit: line.unit,
    price: typedAmount(line.unit_price),
    discount: discount && "percent" in discount ? String(discount.percent) : "",
    tax: String(line.tax_rate),
    recurring: line.recurring,
    term: line.term === null ? "" : String(line.term),
  };
}

const numberOf = (text: string) => (text.trim() === "" ? undefined : Number(text.trim().replace(",", ".")));

/** Lines as they are sent. What cannot be read is sent as it is not allowed, so that the server says what is wrong with it. */
export function draftsOf(lines: TypedLine[], currency: string): QuoteLineDraft[] {
  return lines.map((line) => {
    const [quantity, discount, tax, term] = [line.quantity, line.discount, line.tax, line.term].map(numberOf);
    const minor = line.price.trim() === "" ? undefined : (unitsOf(line.price, currency, "thousands") ?? -1);
    return {
      ...(line.product !== null && { product: line.product }),
      description: line.description,
      unit: line.unit,
      recurring: line.recurring,
      ...(quantity !== undefined && { quantity: Number.isNaN(quantity) ? -1 : quantity }),
      ...(minor !== undefined && { unit_price: { minor, currency } }),
      ...(discount !== undefined && { discount: { percent: Number.isNaN(discount) ? -1 : discount } }),
      ...(tax !== undefined && { tax_rate: Number.isNaN(tax) ? -1 : tax }),
      ...(term !== undefined && line.recurring !== "once" && { term: Number.isNaN(term) ? 0 : term }),
    };
  });
}
