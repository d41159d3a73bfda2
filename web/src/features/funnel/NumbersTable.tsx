import type { EvidenceNumbers } from "@/api/wire";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import type { GroupFields } from "./groupField";
import { formatDecimal, nameOfNumbers, titleOfNumbers } from "./numbers";
import classes from "./table.module.css";

interface Props {
  groups: EvidenceNumbers[];
  by: string;
  fields: GroupFields;
}

const tell = (value: number | null) => (value === null ? "" : formatDecimal(value));

/** A bar from nothing to the highest average. */
function Average({ value, most }: { value: number | null; most: number }) {
  const share = value === null || most <= 0 ? 0 : Math.max(0, value / most);
  return (
    <span className={classes.measured}>
      <span className={classes.track} aria-hidden="true">
        <span style={{ inlineSize: `${100 * share}%` }} />
      </span>
      <span>{tell(value)}</span>
    </span>
  );
}

/** A row for each group of pieces. */
export function NumbersTable({ groups, by, fields }: Props) {
  if (groups.length === 0) return <p className={classes.nil}>{t("numbers.empty")}</p>;
  const most = Math.max(...groups.map(({ average }) => average ?? 0));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={t("numbers.title")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{titleOfNumbers(by, fields)}</th>
            {(["average", "count", "minimum", "maximum", "sum", "pieces"] as const).map((name) => (
              <th key={name} scope="col">
                {t(`numbers.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.by[by] ?? ""}>
              <th scope="row">{nameOfNumbers(by, group, fields)}</th>
              <td>
                <Average value={group.average} most={most} />
              </td>
              <td>{formatNumber(group.count)}</td>
              <td>{tell(group.minimum)}</td>
              <td>{tell(group.maximum)}</td>
              <td>{group.count > 0 && tell(group.sum)}</td>
              <td>{formatNumber(group.pieces)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
