import { party } from "@/words/en/party";
import { addWords } from "@/words/words";

addWords(party);
