import "./messages";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { everyTypeQuery } from "@/api/records";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import classes from "./records.module.css";
import { TypeCard } from "./TypeCard";
import { TypeDialog } from "./TypeDialog";

/** Every record type with its fields; types and fields are added here, and fields changed. */
export default function TypesPage() {
  const { data: types, error, refetch } = useQuery(everyTypeQuery);
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title={t("records.types.title")}
      actions={
        <Button size="xs" leftSection={<Plus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
          {t("records.types.add")}
        </Button>
      }
    >
      <p className={classes.lead}>{t("records.types.lead")}</p>
      {error && !types && <ErrorState thrown={error} again={() => void refetch()} />}
      {!types && !error && <CardSkeleton />}
      <div className={classes.cards}>
        {types?.map((of) => (
          <TypeCard key={of.name} of={of} types={types} />
        ))}
      </div>
      {isAdding && <TypeDialog close={() => setAdding(false)} />}
    </Page>
  );
}
