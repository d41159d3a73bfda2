import { home } from "@/words/en/home";
import { addWords } from "@/words/words";

addWords(home);
