import { keys } from "@/api/keys";
import { editParties } from "@/api/partyBulk";
import type { PartyRequest } from "@/api/parties";
import { queries } from "@/api/queries";
import type { FieldValue, PartiesEdited, RecordField } from "@/api/wire";
import { BulkForm } from "@/parts/fields/BulkForm";
import { useBulkEdit } from "@/parts/fields/useBulkEdit";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import { t } from "@/messages/messages";
import { bulkFields, changeTo } from "./bulkFields";

interface Props {
  /** Which parties are changed, and how many they are. */
  request: PartyRequest;
  count: number;
  close: () => void;
  /** Called when all of them are changed. */
  done: () => void;
}

/** One field of many people or organizations is given a value. */
export default function BulkEditDialog({ request, count, close, done }: Props) {
  const own = useOwnFields(request.kind);
  const noun = (number: number) => t(`bulk.${request.kind ?? "everybody"}`, { count: number });
  const { run, ...form } = useBulkEdit<PartiesEdited>({
    noun,
    again: () => queries.invalidateQueries({ queryKey: keys.parties }),
    done: () => (close(), done()),
  });
  const edit = (field: RecordField, value: FieldValue) =>
    void run((report, stop) => editParties(request, changeTo(field, value, own.includes(field)), report, stop));
  return <BulkForm {...form} title={t("bulk.title", { number: count, title: noun(count) })} fields={bulkFields(own)} edit={edit} close={close} />;
}
