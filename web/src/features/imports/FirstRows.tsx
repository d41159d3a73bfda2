import clsx from "clsx";
import { Building2, UserRound } from "lucide-react";
import { FIELDS } from "@/api/standardFields";
import type { RowAsItWillBe, Vocabulary } from "@/api/wire";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { useVocabulary } from "@/shell/useVocabulary";
import { t, tMaybe } from "@/messages/messages";
import classes from "./rows.module.css";

/** Fields that make up the name, which has a column of its own. */
const IN_NAME = new Set(["name", "first_name", "last_name"]);

/** The name in a row. */
function nameIn({ fields }: RowAsItWillBe): string {
  const { name, first_name, last_name, email, phone, company } = fields;
  const both = [first_name, last_name].filter(Boolean).join(" ");
  return name || both || email || phone || company || t("imports.rows.nameless");
}

function columnsOf(rows: RowAsItWillBe[]): string[] {
  const filled = new Set(rows.flatMap((row) => Object.keys(row.fields)));
  const own = [...filled].filter((name) => !(FIELDS as readonly string[]).includes(name));
  return [...FIELDS.filter((name) => filled.has(name) && !IN_NAME.has(name)), ...own];
}

interface Shown {
  name: string;
  vocabulary: Vocabulary | undefined;
}

function Row({ row, columns, shown }: { row: RowAsItWillBe; columns: string[]; shown: Shown | undefined }) {
  const Icon = row.kind === "person" ? UserRound : Building2;
  return (
    <tr>
      <th scope="row">
        <span className={classes.who}>
          <Icon size={14} aria-label={t(`kind.${row.kind}`)} />
          {nameIn(row)}
        </span>
      </th>
      {shown && (
        <td>
          <StageBadge vocabulary={shown.vocabulary} stage={row.stages[shown.name] ?? null} />
        </td>
      )}
      <td className={classes.evidence}>
        {row.evidence.map((one) => (
          <span key={one}>{one}</span>
        ))}
        {row.evidence.length === 0 && <i>{t("imports.rows.noEvidence")}</i>}
      </td>
      <td>{row.organization && `${row.organization.name} (${row.organization.role})`}</td>
      {columns.map((name) => (
        <td key={name}>{row.fields[name]}</td>
      ))}
    </tr>
  );
}

interface Props {
  title: string;
  rows: RowAsItWillBe[] | undefined;
  /** How many of the first rows would be rejected. */
  refused?: number;
  /** Whether the preview is being updated. */
  isOld?: boolean;
}

/** The preview of the first rows: who, the stage if known, what happened, and every field. */
export function FirstRows({ title, rows, refused = 0, isOld }: Props) {
  const columns = columnsOf(rows ?? []);
  const chosen = useVocabulary();
  const shown = rows?.some((row) => chosen.name in row.stages) ? chosen : undefined;
  return (
    <section className={classes.rows} aria-labelledby="first-rows" aria-busy={isOld}>
      <header className={classes.head}>
        <h2 id="first-rows">{title}</h2>
        {refused > 0 && <span className={classes.refused}>{t("imports.rows.refused", { count: refused })}</span>}
      </header>
      {!rows && <CardSkeleton />}
      {rows?.length === 0 && <p className={classes.none}>{t("imports.rows.none")}</p>}
      {rows && rows.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keys
        <div className={clsx(classes.box, isOld && classes.old)} tabIndex={0} role="group" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("field.name")}</th>
                {shown && <th scope="col">{t("field.stage")}</th>}
                <th scope="col">{t("imports.rows.happened")}</th>
                <th scope="col">{t("imports.rows.organization")}</th>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {tMaybe(`field.${name}`, name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.line} row={row} columns={columns} shown={shown} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
