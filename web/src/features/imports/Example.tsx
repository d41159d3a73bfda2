import { Button } from "@mantine/core";
import { Download } from "lucide-react";
import { saveFile } from "@/shell/save";
import { t } from "@/messages/messages";
import { asCsv } from "./csv";
import classes from "./file.module.css";

/** Fictional people and companies. */
const ROWS = [
  ["Name", "Email", "Company", "Created", "Lead Status"],
  ["Ada Ferrante", "ada@lumen-optics.example", "Lumen Optics", "2026-02-03", "Qualified"],
  ["Jonas Weber", "jonas.weber@nordwerk.example", "Nordwerk GmbH", "2026-02-11", "New"],
  ["Priya Raman", "priya@saltmarsh.example", "Saltmarsh Foods", "2026-03-01", "Contacted"],
];

const save = () => saveFile("casebook-example.csv", new Blob([asCsv(ROWS)], { type: "text/csv" }));

/** An example file, to look at and to download. */
export function Example() {
  const [head = [], ...rows] = ROWS;
  return (
    <section className={classes.example} aria-labelledby="example">
      <header className={classes.exampleHead}>
        <h2 id="example">{t("imports.example.title")}</h2>
        <Button size="compact-sm" variant="subtle" leftSection={<Download size={14} aria-hidden="true" />} onClick={save}>
          {t("imports.example.save")}
        </Button>
      </header>
      <p>{t("imports.example.text")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keys */}
      <div className={classes.exampleBox} tabIndex={0} role="group" aria-label={t("imports.example.title")}>
        <table>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell) => (
                  <td key={cell}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className={classes.facts}>
        {(["columns", "excel", "safe"] as const).map((fact) => (
          <li key={fact}>{t(`imports.example.${fact}`)}</li>
        ))}
      </ul>
    </section>
  );
}
