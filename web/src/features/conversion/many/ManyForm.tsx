import { Button, Group, Radio, Stack, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PartyRequest } from "@/api/parties";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { t } from "@/messages/messages";
import classes from "../conversion.module.css";
import { NewDealFields } from "../NewDealFields";
import { type Asked, choiceOf, type Rule, RULES, USUAL } from "./choice";
import { ManyPreview } from "./ManyPreview";
import type { useConvertMany } from "./useConvertMany";
import { Working } from "./Working";

const LONGEST_REASON = 1000;

interface Props {
  request: PartyRequest;
  /** The record type of deals. */
  of: RecordType;
  many: ReturnType<typeof useConvertMany>;
  close: () => void;
}

/** How the accounts are found, the deal that each lead gets, and a reason; beside it what the first leads will come to. */
export function ManyForm({ request, of, many, close }: Props) {
  const [asked, setAsked] = useState<Asked>(USUAL);
  const { busy, progress, problem } = many;
  function put(change: Partial<Asked>) {
    setAsked((before) => ({ ...before, ...change }));
    many.forget();
  }
  const mistakeAt = (pointer: string) => problem?.mistakes.find((one) => one.pointer === pointer.replace("/create", ""))?.detail;
  function submit(event: FormEvent) {
    event.preventDefault();
    many.run(choiceOf(asked));
  }
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <fieldset className={classes.fields} disabled={busy}>
        <Radio.Group
          label={t("convert.many.account")}
          value={asked.rule}
          classNames={{ label: classes.legend ?? "" }}
          onChange={(rule) => put({ rule: rule as Rule })}
        >
          <Stack gap="xs" mt={6}>
            {RULES.map((rule) => (
              <Radio
                key={rule}
                value={rule}
                label={t(`convert.many.account.${rule}`)}
                description={t(`convert.many.account.${rule}.text`)}
                data-autofocus={rule === asked.rule || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <Switch
            label={t("convert.many.deal")}
            checked={asked.hasDeal}
            onChange={(event) => put({ hasDeal: event.currentTarget.checked })}
          />
          {asked.hasDeal && (
            <>
              <p className={classes.quiet}>{t("convert.many.deal.title", { account: "{account}", lead: "{lead}" })}</p>
              <NewDealFields of={of} choices={asked} mistakeAt={mistakeAt} choose={put} />
            </>
          )}
        </div>
        <TextInput
          label={t("convert.reason")}
          description={t("convert.many.reason")}
          placeholder={t("convert.reason.hint")}
          maxLength={LONGEST_REASON}
          value={asked.reason}
          onChange={(event) => put({ reason: event.currentTarget.value })}
        />
        {problem && <ErrorState thrown={problem} compact />}
      </fieldset>
      <ManyPreview request={request} choice={choiceOf(asked)} />
      <Group justify="flex-end" className={classes.buttons ?? ""}>
        <Working progress={progress} />
        <Button variant="default" onClick={busy ? many.stop : close}>
          {t(busy ? "chosen.stop" : "dialog.cancel")}
        </Button>
        <Button type="submit" loading={busy}>
          {t("convert.save")}
        </Button>
      </Group>
    </form>
  );
}
