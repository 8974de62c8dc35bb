#include "text/talk_words.h"

#include <algorithm>
#include <array>

namespace hebb {
namespace {

// Sorted.
constexpr std::array kTalk = std::to_array<std::string_view>(
    {"able",       "about",        "above",      "absolutely", "after",       "again",      "against",   "ago",
     "agree",      "ahead",        "all",        "along",      "already",     "alright",    "although",  "always",
     "among",      "another",      "answer",     "any",        "anybody",     "anyone",     "anything",  "anyway",
     "anyways",    "anywhere",     "apart",      "around",     "aside",       "ask",        "asked",     "asking",
     "away",       "back",         "bad",        "basically",  "because",     "become",     "becomes",   "before",
     "behind",     "believe",      "below",      "beside",     "besides",     "better",     "between",   "beyond",
     "big",        "both",         "bring",      "bye",        "call",        "called",     "came",      "can't",
     "cannot",     "cause",        "certain",    "certainly",  "chair",       "come",       "comes",     "coming",
     "concerned",  "consider",     "considered", "could've",   "couldn't",    "couple",     "course",    "cuz",
     "day",        "decided",      "definite",   "definitely", "depending",   "despite",    "different", "doesn't",
     "done",       "down",         "during",     "each",       "easy",        "eight",      "eighteen",  "eighty",
     "either",     "eleven",       "else",       "end",        "enough",      "especially", "even",      "ever",
     "every",      "everybody",    "everyone",   "everything", "everywhere",  "exactly",    "example",   "except",
     "fact",       "far",          "feel",       "few",        "fifteen",     "fifty",      "figure",    "figured",
     "figuring",   "find",         "fine",       "first",      "five",        "following",  "forty",     "forward",
     "four",       "fourteen",     "front",      "gave",       "gets",        "getting",    "give",      "given",
     "gives",      "giving",       "goes",       "gone",       "good",        "gosh",       "gotta",     "great",
     "guess",      "guy",          "guys",       "hadn't",     "haha",        "half",       "happen",    "happened",
     "happening",  "happens",      "hard",       "hasn't",     "haven't",     "he'd",       "hear",      "heard",
     "hello",      "help",         "herself",    "hhh",        "himself",     "hold",       "hope",      "hundred",
     "idea",       "important",    "indeed",     "instead",    "interesting", "keep",       "kinda",     "knew",
     "last",       "later",        "least",      "leave",      "less",        "let",        "likely",    "little",
     "long",       "look",         "look's",     "looked",     "looking",     "looks",      "lot",       "lots",
     "made",       "main",         "make",       "makes",      "making",      "many",       "may",       "maybe",
     "means",      "meant",        "meeting",    "middle",     "might",       "mind",       "minister",  "minute",
     "minutes",    "mm-hmm",       "moment",     "mostly",     "move",        "much",       "must",      "myself",
     "name",       "need",         "needed",     "needs",      "never",       "new",        "next",      "nice",
     "nine",       "nineteen",     "ninety",     "nobody",     "none",        "nope",       "nothing",   "now",
     "number",     "obviously",    "often",      "old",        "ones",        "ooh",        "ourselves", "part",
     "particular", "particularly", "people",     "percent",    "perfectly",   "perhaps",    "person",    "pick",
     "please",     "point",        "points",     "possible",   "pretty",      "probably",   "problem",   "providing",
     "put",        "putting",      "question",   "questions",  "quickly",     "quite",      "rather",    "ready",
     "reason",     "recently",     "regard",     "regarding",  "remember",    "said",       "saw",       "say",
     "saying",     "says",         "second",     "see",        "seem",        "seems",      "seen",      "sense",
     "seriously",  "set",          "seven",      "seventeen",  "seventy",     "several",    "shall",     "she'd",
     "should've",  "shouldn't",    "side",       "similar",    "simply",      "since",      "six",       "sixteen",
     "sixty",      "small",        "somebody",   "somehow",    "someone",     "sometimes",  "somewhere", "sorry",
     "specific",   "specifically", "start",      "started",    "still",       "stuff",      "suppose",   "supposed",
     "sure",       "sweet",        "take",       "taken",      "takes",       "taking",     "talk",      "talked",
     "talking",    "tell",         "ten",        "terms",      "thank",       "thanks",     "that'll",   "themselves",
     "therefore",  "they'd",       "third",      "thirteen",   "thirty",      "though",     "thought",   "thousand",
     "three",      "throughout",   "time",       "times",      "today",       "together",   "told",      "took",
     "toward",     "towards",      "true",       "try",        "trying",      "turn",       "turns",     "twelve",
     "twenty",     "twice",        "two",        "uh-huh",     "understand",  "unless",     "upon",      "use",
     "used",       "using",        "usually",    "wait",       "wanna",       "want",       "wanted",    "wants",
     "wasn't",     "way",          "ways",       "we'd",       "week",        "went",       "weren't",   "whatever",
     "wherever",   "whether",      "whole",      "whose",      "within",      "without",    "won't",     "word",
     "words",      "work",         "working",    "works",      "would've",    "wow",        "year",      "years",
     "yep",        "yes",          "yet",        "you'd",      "yourself",    "yourselves"});
static_assert(std::ranges::is_sorted(kTalk));

}  // namespace

bool is_talk_word(std::string_view lower_case_word) {
  return std::ranges::binary_search(kTalk, lower_case_word);
}

}  // namespace hebb
