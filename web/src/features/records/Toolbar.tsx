import { ChartBarBig, SquareKanban } from "lucide-react";
import type { RecordType, StoredRecord } from "@/api/wire";
import classes from "@/parts/list.module.css";
import { choiceField } from "@/parts/recordFields";
import { SearchField } from "@/parts/SearchField";
import { ColumnsButton } from "@/parts/table/ColumnsButton";
import type { Columns } from "@/parts/table/useColumns";
import { type OtherView, ViewSwitch } from "@/parts/ViewSwitch";
import { t } from "@/messages/messages";
import { RecordFilterButton } from "./filter/RecordFilterButton";
import type { RecordsSearch } from "./search";
import type { RecordList } from "./useRecordList";

const SUMMARY: OtherView<"board" | "summary"> = { view: "summary", Icon: ChartBarBig };
const BOARD: OtherView<"board" | "summary"> = { view: "board", Icon: SquareKanban };

interface Props {
  of: RecordType;
  list: RecordList;
  view: RecordsSearch["view"];
  columns: Columns<StoredRecord>;
}

/** Search, filters, the view, and the columns of a list. */
export function Toolbar({ of, list: { search, set }, view, columns }: Props) {
  const label = t("records.search", { title: of.plural_title.toLowerCase() });
  return (
    <div className={classes.bar}>
      <SearchField label={label} className={classes.search} value={search.q} ask={(q) => set({ q })} />
      <RecordFilterButton of={of} filter={search.filter} setFilter={(filter) => set({ filter })} />
      <div className={classes.grow} />
      <ViewSwitch view={view} others={choiceField(of) ? [BOARD, SUMMARY] : [SUMMARY]} show={(chosen) => set({ view: chosen })} />
      {view === undefined && <ColumnsButton columns={columns} />}
    </div>
  );
}
