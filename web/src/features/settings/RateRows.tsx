import { ActionIcon, TextInput } from "@mantine/core";
import { t } from "@/messages/messages";
import { TYPED, type TypedRate } from "./rates";
import classes from "./settings.module.css";

interface Props {
  base: string;
  typed: TypedRate[];
  /** What is wrong, by place: `0.from`. */
  wrong: Map<string, string>;
  change: (typed: TypedRate[]) => void;
}

/** The rates, a row each. */
export function RateRows({ base, typed, wrong, change }: Props) {
  const set = (place: number, part: Partial<TypedRate>) => change(typed.map((rate, at) => (at === place ? { ...rate, ...part } : rate)));
  return (
    <table className={classes.rates}>
      <thead>
        <tr>
          {TYPED.map((name) => (
            <th key={name} scope="col">
              {name === "rate" && base.trim() ? t("settings.rates.rate.of", { base: base.trim().toUpperCase() }) : t(`settings.rates.${name}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {typed.map((rate, place) => (
          <tr key={rate.key}>
            {TYPED.map((name) => (
              <td key={name}>
                <TextInput
                  size="xs"
                  type={name === "from" ? "date" : "text"}
                  inputMode={name === "rate" ? "decimal" : undefined}
                  aria-label={t("settings.rates.cell", { name: t(`settings.rates.${name}`), place: String(place + 1) })}
                  value={rate[name]}
                  error={wrong.get(`${place}.${name}`)}
                  onChange={(event) => set(place, { [name]: event.currentTarget.value })}
                />
              </td>
            ))}
            <td>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("settings.rates.remove", { place: String(place + 1) })}
                onClick={() => change(typed.filter((_, at) => at !== place))}
              >
                ×
              </ActionIcon>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
