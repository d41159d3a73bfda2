import "./messages";
import { Button, Checkbox, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { addRecord, putField, recordsOfQuery } from "@/api/records";
import type { StoredRecord } from "@/api/wire";
import { t } from "@/messages/messages";
import { DateText } from "@/parts/DateText";
import { ErrorState } from "@/parts/ErrorState";
import { today } from "@/features/funnel/period";
import { toast, toastProblem } from "@/shell/toast";
import classes from "./tasks.module.css";

const TASKS = "tasks";

/** The tasks of a deal, among them its checklist once it is won: those that are open first, by the day on which they are due. */
export default function DealTasks({ deal }: { deal: StoredRecord }) {
  const filter = { field: { name: "deal", is: deal.id } };
  const { data, error, refetch } = useQuery(recordsOfQuery(TASKS, filter, "done,due_on"));
  const open = data?.items.filter((task) => task.fields.done !== true).length ?? 0;
  return (
    <section aria-label={t("deals.tasks")}>
      <h2>{t("deals.tasks")}</h2>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {data && <p className={classes.quiet}>{data.items.length === 0 ? t("deals.tasks.none") : t("deals.tasks.open", { count: open })}</p>}
      <ul className={classes.list}>{data?.items.map((task) => <Task key={task.id} task={task} />)}</ul>
      {data?.next && (
        <Link to="/records/$plural" params={{ plural: TASKS }} search={{ filter }}>
          {t("deals.tasks.all")}
        </Link>
      )}
      <NewTask deal={deal} />
    </section>
  );
}

const again = () => queries.invalidateQueries({ queryKey: keys.records(TASKS) });

function Task({ task }: { task: StoredRecord }) {
  const done = task.fields.done === true;
  const due = typeof task.fields.due_on === "string" ? task.fields.due_on : undefined;
  const isLate = !done && due !== undefined && due < today();
  async function put(isDone: boolean) {
    await putField(TASKS, task.id, "done", isDone);
    await again();
    toast({ message: t(isDone ? "deals.tasks.done" : "deals.tasks.undone", { name: task.name }), undo: () => putField(TASKS, task.id, "done", !isDone) });
  }
  return (
    <li className={classes.item}>
      <Checkbox
        aria-label={task.name}
        checked={done}
        onChange={({ currentTarget }) => void put(currentTarget.checked).catch(toastProblem)}
      />
      <Link to="/records/$plural/$id" params={{ plural: TASKS, id: task.id }} className={done ? classes.done : undefined}>
        {task.name}
      </Link>
      {task.owner && <span className={classes.quiet}>{task.owner}</span>}
      {due && (
        <span className={isLate ? classes.late : classes.due}>
          {isLate && `${t("deals.tasks.late")} `}
          <DateText time={due} precision="day" />
        </span>
      )}
    </li>
  );
}

/** A line that adds a task: what to do, and perhaps by when. */
function NewTask({ deal }: { deal: StoredRecord }) {
  const [name, setName] = useState("");
  const [due, setDue] = useState("");
  async function add() {
    await addRecord(TASKS, { name: name.trim(), owner: deal.owner, fields: { deal: deal.id, ...(due && { due_on: due }) } });
    setName("");
    setDue("");
    await again();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim()) void add().catch(toastProblem);
  }
  return (
    <form onSubmit={submit} className={classes.add}>
      <TextInput className={classes.name} label={t("deals.tasks.new")} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} size="xs" />
      <TextInput type="date" label={t("deals.tasks.due")} value={due} onChange={({ currentTarget }) => setDue(currentTarget.value)} size="xs" />
      <Button type="submit" variant="default" size="xs" disabled={!name.trim()}>
        {t("deals.tasks.add")}
      </Button>
    </form>
  );
}
