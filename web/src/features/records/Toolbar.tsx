import type { RecordType, StoredRecord } from "@/api/wire";
import classes from "@/parts/list.module.css";
import { choiceField } from "@/parts/recordFields";
import { SearchField } from "@/parts/SearchField";
import { ColumnsButton } from "@/parts/table/ColumnsButton";
import type { Columns } from "@/parts/table/useColumns";
import { ViewSwitch } from "@/parts/ViewSwitch";
import { t } from "@/messages/messages";
import { RecordFilterButton } from "./filter/RecordFilterButton";
import type { RecordList } from "./useRecordList";

interface Props {
  of: RecordType;
  list: RecordList;
  isBoard: boolean;
  columns: Columns<StoredRecord>;
}

/** Search, filters, the view, and the columns of a list. */
export function Toolbar({ of, list: { search, set }, isBoard, columns }: Props) {
  const label = t("records.search", { title: of.plural_title.toLowerCase() });
  return (
    <div className={classes.bar}>
      <SearchField label={label} className={classes.search} value={search.q} ask={(q) => set({ q })} />
      <RecordFilterButton of={of} filter={search.filter} setFilter={(filter) => set({ filter })} />
      <div className={classes.grow} />
      {choiceField(of) && <ViewSwitch isBoard={isBoard} show={(view) => set({ view })} />}
      {!isBoard && <ColumnsButton columns={columns} />}
    </div>
  );
}
