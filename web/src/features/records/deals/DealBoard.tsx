import "./messages";
import { Group, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { pipelinesQuery } from "@/api/pipelines";
import type { RecordField, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./deals.module.css";
import { inPipeline, pipelineNamed, stagesAsChoices } from "./pipelines";
import { StageRow } from "./StageRow";
import { SwimLanes } from "./SwimLanes";
import type { RecordList } from "../useRecordList";
import { useDealMoves } from "./useDealMoves";

const MoveDialog = lazy(() => import("./MoveDialog"));

interface Props {
  of: RecordType;
  /** The field with the stage. */
  by: RecordField;
  list: RecordList;
}

/** The deals of a pipeline in lanes, one for each stage; in rows by owner or account, if that is asked for. */
export default function DealBoard(props: Props) {
  const { data: pipelines, error, refetch } = useQuery(pipelinesQuery);
  const pipeline = pipelines && pipelineNamed(pipelines, props.list.search.pipeline);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!pipelines || !pipeline) return null;
  return <Board key={pipeline.name} {...props} pipelines={pipelines} pipeline={pipeline} />;
}

type Found = NonNullable<ReturnType<typeof pipelineNamed>>;

function Board({ of, by, list, pipelines, pipeline }: Props & { pipelines: Found[]; pipeline: Found }) {
  const { search, set, request } = list;
  const { moves, asked, answer, close } = useDealMoves(pipeline);
  const filter = inPipeline(pipeline.name, request.filter);
  const lanes = { of, by: stagesAsChoices(by, pipeline), filter, sort: search.sort, moves };
  return (
    <div className={classes.page}>
      <Group gap="sm" className={classes.controls ?? ""}>
        <NativeSelect
          size="xs"
          label={t("deals.board.pipeline")}
          value={pipeline.name}
          data={pipelines.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={({ currentTarget: { value } }) => set({ pipeline: value === pipelines[0]?.name ? undefined : value })}
        />
        <NativeSelect
          size="xs"
          label={t("deals.board.swim")}
          value={search.rows ?? ""}
          data={[
            { value: "", label: t("deals.board.swim.none") },
            { value: "owner", label: t("deals.board.swim.owner") },
            { value: "account", label: t("deals.board.swim.account") },
          ]}
          onChange={({ currentTarget: { value } }) => set({ rows: value === "" ? undefined : (value as "owner" | "account") })}
        />
        <TextLink to="/deals/funnel" search={{ pipeline: search.pipeline }}>
          {t("deals.funnel")}
        </TextLink>
      </Group>
      {search.rows ? <SwimLanes {...lanes} rows={search.rows} /> : <StageRow {...lanes} label={t("view.board")} />}
      <Suspense>{asked && <MoveDialog of={of} pipeline={pipeline} asked={asked} answer={answer} close={close} />}</Suspense>
    </div>
  );
}
