import type { ReactNode } from "react";
import type { Amount, RecordField, RecordGroup, RecordType } from "@/api/wire";
import { fieldNamed } from "@/parts/fields/allFields";
import { MoneyText } from "@/parts/MoneyText";
import { TextLink } from "@/parts/TextLink";
import { formatNumber, formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { type DealSum, ExchangedSum } from "./ExchangedSum";
import { filterOfGroup, nameOfGroup, type OwnFields, valueOfGroup } from "./groupings";
import { PartyNames } from "./PartyNames";
import { RecordNames } from "./RecordNames";
import type { RecordsSearch } from "./search";
import classes from "./summary.module.css";

interface Shown {
  of: RecordType;
  own: OwnFields;
  /** What is grouped by. */
  by: string;
  /** What the list is asked for. */
  search: RecordsSearch;
}

interface Props extends Shown {
  title: string;
  groups: RecordGroup[];
  /** The field whose amounts are added up. */
  amount: RecordField | undefined;
}

const STATES = ["won", "lost", "open"] as const;
type State = (typeof STATES)[number];

/** A number that opens the list of those it counts; zero has no list. */
function Figure({ of, search, group, count, state, name }: Shown & { group: RecordGroup; count: number; state?: State; name: string }) {
  if (count === 0) return <span className={classes.nil}>{formatNumber(count)}</span>;
  const filter = filterOfGroup(search.filter, group.filter, state);
  const what = state ? `${name}, ${t(`records.state.${state}`)}` : name;
  return (
    <TextLink to="/records/$plural" params={{ plural: of.plural }} search={{ q: search.q, filter }} aria-label={t("records.summary.open", { count, what })}>
      {formatNumber(count)}
    </TextLink>
  );
}

const Bar = ({ share, children }: { share: number; children: ReactNode }) => (
  <span className={classes.measured}>
    <span className={classes.track} aria-hidden="true">
      <span style={{ inlineSize: `${100 * share}%` }} />
    </span>
    {children}
  </span>
);

function Sums({ all, group, which }: { all: Amount[]; group: RecordGroup; which: DealSum }) {
  return (
    <span className={classes.sums}>
      {all.map((sum) => (
        <MoneyText key={sum.currency} amount={sum} />
      ))}
      <ExchangedSum of={group.exchanged} sums={all} which={which} />
    </span>
  );
}

/** The value of a group; people, organizations and records by their names. */
function GroupName({ of, by, group, name }: Pick<Shown, "of" | "by"> & { group: RecordGroup; name: string }) {
  const value = valueOfGroup(by, group);
  const field = fieldNamed(of, by);
  if (value === null) return <span className={classes.nil}>{name}</span>;
  if (field?.kind === "party") return <PartyNames all={[{ party: String(value) }]} />;
  if (field?.kind === "record") return <RecordNames field={field} ids={[String(value)]} />;
  return <span>{name}</span>;
}

function Row({ group, most, amount, ...shown }: Shown & { group: RecordGroup; most: number; amount: RecordField | undefined }) {
  const { of, own, by } = shown;
  const name = nameOfGroup(of, own, by, valueOfGroup(by, group));
  const rate = group.win_rate ?? null;
  return (
    <tr>
      <th scope="row" title={name}>
        <GroupName of={of} by={by} group={group} name={name} />
      </th>
      <td>
        <Bar share={group.count / most}>
          <Figure {...shown} group={group} count={group.count} name={name} />
        </Bar>
      </td>
      {group.won !== undefined && <td>{rate === null ? <span className={classes.nil}>–</span> : <Bar share={rate}>{formatShare(rate)}</Bar>}</td>}
      {group.won !== undefined &&
        STATES.map((state) => (
          <td key={state}>
            <Figure {...shown} group={group} count={group[state] ?? 0} state={state} name={name} />
          </td>
        ))}
      {group.won_sums && (
        <td>
          <Sums all={group.won_sums} group={group} which="won" />
        </td>
      )}
      {amount && (
        <td>
          <Sums all={group.sums} group={group} which="total" />
        </td>
      )}
    </tr>
  );
}

/** A row for each group. */
export function SummaryTable({ title, groups, amount, ...shown }: Props) {
  const most = Math.max(1, ...groups.map((group) => group.count));
  const isOfDeals = groups.some((group) => group.won !== undefined);
  if (groups.length === 0) return <p className={classes.nil}>{t("records.summary.empty", { title: shown.of.plural_title.toLowerCase() })}</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{shown.of.plural_title}</th>
            {isOfDeals && <th scope="col">{t("records.summary.winRate")}</th>}
            {isOfDeals && STATES.map((state) => <th key={state} scope="col">{t(`records.state.${state}`)}</th>)}
            {isOfDeals && amount && <th scope="col">{t("records.summary.wonSum", { field: amount.title })}</th>}
            {amount && <th scope="col">{t("records.summary.sum", { field: amount.title })}</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Row key={JSON.stringify(group.by)} group={group} most={most} amount={amount} {...shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
