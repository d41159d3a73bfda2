import { useQuery } from "@tanstack/react-query";
import { type DealFunnelRequest, dealFunnelGroupsQuery } from "@/api/pipelines";
import { ErrorState } from "@/parts/ErrorState";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "../funnel.module.css";
import { ListLink } from "../ListLink";
import table from "./table.module.css";

interface Props {
  request: DealFunnelRequest;
  by: string;
  title: string;
}

/** A row for each group: how many of its deals reached each stage. */
export function Groups({ request, by, title }: Props) {
  const { data, error, refetch } = useQuery(dealFunnelGroupsQuery(request, by));
  const groups = data ?? [];
  const heading = t("deals.funnel.groups", { field: title.toLowerCase() });
  const nameOf = (values: Record<string, unknown>) => Object.values(values).map((value) => (value === null ? t("deals.funnel.none") : String(value))).join(", ");
  return (
    <section className={classes.section}>
      <header>
        <h2>{heading}</h2>
      </header>
      {error && !data && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys */}
      <div className={table.box} tabIndex={0} role="region" aria-label={heading}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              {groups[0]?.stages.map((stage) => (
                <th key={stage.stage} scope="col">
                  {stage.title}
                </th>
              ))}
              <th scope="col">{t("deals.funnel.state.lost")}</th>
              <th scope="col">{t("deals.funnel.winRate.column")}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const name = nameOf(group.by);
              return (
                <tr key={JSON.stringify(group.by)}>
                  <th scope="row">{name}</th>
                  {group.stages.map((stage) => (
                    <td key={stage.stage}>
                      <ListLink
                        count={stage.reached}
                        list={stage.lists.reached ?? ""}
                        what={`${t("funnel.what.reached", { stage: stage.title })}, ${name}`}
                      />
                    </td>
                  ))}
                  <td>
                    <ListLink count={group.lost} list={group.lists.lost ?? ""} what={`${t("deals.funnel.state.lost")}, ${name}`} />
                  </td>
                  <td>{group.win_rate === null ? "–" : formatShare(group.win_rate)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
