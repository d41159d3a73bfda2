import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ImportPreview } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./check.module.css";
import type { Mapping } from "./mapping/mapping";
import { isSame } from "./mapping/same";
import { TomlProblem } from "./mapping/toml";
import type { Mapped } from "./useMapping";

interface Props {
  values: ImportPreview["unknown_values"];
  /** Absent if it is too late to map them. */
  mapped?: Mapped;
}

const SHOWN = 30;

/** The mapping in which every one of these values is listed, for now as no event. */
function listed(mapping: Mapping, values: Props["values"]): Mapping {
  const evidence = mapping.evidence.map((one) => {
    const own = values.filter(({ column }) => isSame(one.column, column)).map(({ value }) => [value, ""]);
    return one.column ? { ...one, values: { ...Object.fromEntries(own), ...one.values } } : one;
  });
  return { ...mapping, evidence };
}

/** Values that the mapping does not list. They are kept as fields and can be mapped. */
export function UnknownValues({ values, mapped }: Props) {
  const navigate = useNavigate();
  if (values.length === 0) return null;
  const mapping = mapped?.mapping instanceof TomlProblem ? undefined : mapped?.mapping;
  const isSayable = mapping?.evidence.some((one) => values.some(({ column }) => isSame(one.column, column)));
  function say() {
    mapped?.change((before) => listed(before, values));
    void navigate({ to: "/imports/new", search: (before) => ({ ...before, step: undefined }) });
  }
  return (
    <section className={classes.problems} aria-labelledby="unknown">
      <h2 id="unknown">{t("imports.unknown.title", { count: values.length })}</h2>
      <p className={classes.soft}>{t("imports.unknown.lead")}</p>
      <ul className={classes.unknown}>
        {values.slice(0, SHOWN).map(({ column, value, rows }) => (
          <li key={`${column} ${value}`}>
            <span>
              {t("imports.unknown.value", { column })} <strong>{value}</strong>
            </span>
            <span className="numeric">{t("imports.unknown.rows", { count: rows })}</span>
          </li>
        ))}
        {values.length > SHOWN && <li>{t("imports.unknown.more", { count: values.length - SHOWN })}</li>}
      </ul>
      {isSayable && (
        <Button size="compact-sm" variant="default" onClick={say}>
          {t("imports.unknown.say")}
        </Button>
      )}
    </section>
  );
}
