import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import type { QuoteLine } from "@/api/wire";
import { t } from "@/messages/messages";
import { MoneyText } from "@/parts/MoneyText";
import { newLine, TYPED, type TypedLine } from "./lines";
import classes from "./quotes.module.css";

interface Props {
  lines: TypedLine[];
  /** What each comes to, as far as the server has said. */
  priced: QuoteLine[];
  /** What is wrong, by place: `0.quantity`. */
  wrong: Map<string, string>;
  change: (lines: TypedLine[]) => void;
}

const RECURRING = ["once", "monthly", "yearly"] as const;
const LABELS = {
  description: "quotes.line.description",
  quantity: "quotes.line.quantity",
  unit: "quotes.line.unit",
  price: "quotes.line.price",
  discount: "quotes.line.discount",
  tax: "quotes.line.tax",
} as const;
/** What the server calls it. */
const SENT = { description: "description", quantity: "quantity", unit: "unit", price: "unit_price", discount: "discount", tax: "tax_rate" };

const cell = (name: string, place: number) => t("quotes.line.cell", { name, line: String(place + 1) });

/** The lines of a draft: Enter in the last line adds another. */
export function EditLines({ lines, priced, wrong, change }: Props) {
  const set = (place: number, part: Partial<TypedLine>) => change(lines.map((line, at) => (at === place ? { ...line, ...part } : line)));
  const add = () => change([...lines, newLine(lines.at(-1)?.tax)]);
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              {TYPED.map((name) => (
                <th key={name} scope="col">
                  {t(LABELS[name])}
                </th>
              ))}
              <th scope="col">{t("quotes.line.recurring")}</th>
              <th scope="col">{t("quotes.line.term")}</th>
              <th scope="col" className={classes.number}>
                {t("quotes.line.net")}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, place) => (
              <tr key={line.key}>
                {TYPED.map((name) => (
                  <td key={name}>
                    <TextInput
                      size="xs"
                      aria-label={cell(t(LABELS[name]), place)}
                      value={line[name]}
                      error={wrong.get(`${place}.${SENT[name]}`)}
                      onChange={(event) => set(place, { [name]: event.currentTarget.value })}
                      onKeyDown={(event) => {
                        if (event.key !== "Enter" || place !== lines.length - 1) return;
                        event.preventDefault();
                        add();
                      }}
                    />
                  </td>
                ))}
                <td>
                  <NativeSelect
                    size="xs"
                    aria-label={cell(t("quotes.line.recurring"), place)}
                    value={line.recurring}
                    data={RECURRING.map((value) => ({ value, label: t(`quotes.recurring.${value}`) }))}
                    onChange={(event) => set(place, { recurring: event.currentTarget.value as TypedLine["recurring"] })}
                  />
                </td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={cell(t("quotes.line.term"), place)}
                    value={line.term}
                    disabled={line.recurring === "once"}
                    error={wrong.get(`${place}.term`)}
                    onChange={(event) => set(place, { term: event.currentTarget.value })}
                  />
                </td>
                <td className={classes.number}>{priced[place] && <MoneyText amount={priced[place].net} />}</td>
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t("quotes.line.remove", { line: String(place + 1) })}
                    onClick={() => change(lines.filter((_, at) => at !== place))}
                  >
                    ×
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button variant="default" size="xs" onClick={add}>
        {t("quotes.line.add")}
      </Button>
    </>
  );
}
