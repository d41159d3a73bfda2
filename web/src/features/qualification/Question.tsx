import { Button, Group, Input, Kbd, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import type { Finding } from "@/api/wire";
import { t } from "@/messages/messages";
import { isTyping } from "@/shell/shortcuts";
import { FindingMark } from "./FindingMark";
import classes from "./qualification.module.css";
import type { Asked } from "./questions";
import type { Assessment } from "./useAsking";

const FINDINGS: Finding[] = ["met", "partly", "not_met", "unknown"];
const SURE = ["low", "medium", "high"] as const;

interface Props {
  asked: Asked;
  place: number;
  count: number;
  busy: boolean;
  assess: (assessment: Assessment) => void;
  skip: () => void;
  back: (() => void) | undefined;
}

/** The keys of the answers while nobody types: 1 to n, and S to skip. */
function useKeys(choose: (place: number) => void, skip: () => void) {
  const calls = useRef({ choose, skip });
  useEffect(() => {
    calls.current = { choose, skip };
  });
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[1-9]$/.test(event.key)) calls.current.choose(Number(event.key) - 1);
      else if (event.key.toLowerCase() === "s") calls.current.skip();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** One question: suggested answers as buttons with keys, free words, how sure, and until when. */
export function Question({ asked: { criterion }, place, count, busy, assess, skip, back }: Props) {
  const [answer, setAnswer] = useState("");
  const [confidence, setConfidence] = useState("");
  const [expires, setExpires] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  const sure = useId();
  useEffect(() => heading.current?.focus(), []);
  const known = criterion.answers.map(({ text, finding }) => ({ text, finding }));
  // What no suggested answer says can still be found.
  const findings = FINDINGS.map((finding) => ({ text: "", finding }));
  const answers = known.length > 0 ? known : findings;
  function choose(at: number) {
    const chosen = answers[at];
    if (!chosen || busy) return;
    const words = [chosen.text, answer.trim()].filter(Boolean).join(". ");
    assess({ finding: chosen.finding, answer: words, confidence, expires });
  }
  useKeys(choose, skip);
  return (
    <Stack gap="md">
      <div>
        <p className={classes.progress}>{t("ask.progress", { number: place + 1, count })}</p>
        <h3 ref={heading} tabIndex={-1} className={classes.question}>
          <span className={classes.topic}>{criterion.title}</span>
          {criterion.question}
        </h3>
      </div>
      <ul className={classes.answers} aria-label={t("ask.answers")}>
        {answers.map(({ text, finding }, at) => (
          <li key={`${finding} ${text}`}>
            <button type="button" disabled={busy} onClick={() => choose(at)} aria-keyshortcuts={String(at + 1)}>
              <Kbd size="sm" aria-hidden="true">
                {at + 1}
              </Kbd>
              <span>{text}</span>
              <FindingMark finding={finding} />
            </button>
          </li>
        ))}
      </ul>
      <Textarea
        label={t("ask.words")}
        description={t("ask.words.hint")}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={1000}
      />
      <Group align="flex-end" gap="md">
        <Input.Wrapper label={t("ask.confidence")} labelElement="div" labelProps={{ id: sure }}>
          <SegmentedControl
            size="xs"
            aria-labelledby={sure}
            value={confidence}
            onChange={setConfidence}
            data={[{ value: "", label: t("ask.confidence.none") }, ...SURE.map((one) => ({ value: one, label: t(`ask.confidence.${one}`) }))]}
          />
        </Input.Wrapper>
        <TextInput
          type="date"
          size="xs"
          label={t("ask.expires")}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
      </Group>
      <Group justify="space-between">
        <span className={classes.hint}>{t("ask.keys", { last: answers.length })}</span>
        <Group gap="xs">
          {back && (
            <Button variant="subtle" onClick={back} disabled={busy}>
              {t("ask.back")}
            </Button>
          )}
          <Button variant="default" onClick={skip} disabled={busy}>
            {t("ask.skip")}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
