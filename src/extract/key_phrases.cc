#include "extract/key_phrases.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "extract/extract.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestRun = 3;
constexpr std::size_t kShortestWord = 3;  // bytes
constexpr std::size_t kLongestWord = 40;

// Sorted. What people say about talking, wanting and doing, whatever the topic.
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

bool ends_clause(char c) {
  return c == ',' || c == ';' || c == ':' || c == '.' || c == '?' || c == '!' || c == '(' || c == ')';
}

// Runs of content words, ended by other words and by clause marks.
template <class Use>
void for_each_run(std::string_view text, Use&& use) {
  std::vector<std::string> run;
  const auto close = [&] {
    if (!run.empty()) use(run);
    run.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto token = text.substr(at, end - at);
    for (auto& word : words_of(token)) {
      if (tells_topic(word))
        run.push_back(std::move(word));
      else
        close();
    }
    if (!token.empty() && ends_clause(token.back())) close();
    at = end + 1;
  }
  close();
}

bool is_within(const std::vector<std::uint32_t>& words, const std::vector<std::uint32_t>& other) {
  return !std::ranges::search(other, words).empty();
}

}  // namespace

bool tells_topic(std::string_view word) {
  if (word.size() < kShortestWord || word.size() > kLongestWord || is_stop_word(word)) return false;
  if (std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const auto apostrophe = word.find('\'');  // "let's", "board's"
  return !std::ranges::binary_search(kTalk, word) && !std::ranges::binary_search(kTalk, word.substr(0, apostrophe));
}

KeyPhrases::KeyPhrases(const std::vector<std::string_view>& statements) : said_(statements.size()) {
  for (std::uint32_t i = 0; i < statements.size(); ++i)
    for_each_run(statements[i], [&](const auto& run) { add_run(run, i); });
}

std::uint32_t KeyPhrases::number_of(const std::string& text) {
  const auto [place, created] = numbers_.try_emplace(text, static_cast<std::uint32_t>(phrases_.size()));
  if (created) phrases_.push_back({.text = text});
  return place->second;
}

void KeyPhrases::count(std::uint32_t number, std::uint32_t statement) {
  auto& phrase = phrases_[number];
  if (phrase.statements > 0 && phrase.last == statement) return;
  ++phrase.statements;
  phrase.last = statement;
  said_[statement].push_back(number);
}

void KeyPhrases::add_run(const std::vector<std::string>& run, std::uint32_t statement) {
  std::vector<std::uint32_t> words;
  for (const auto& word : run) {
    const auto number = number_of(word);
    if (phrases_[number].words.empty()) phrases_[number].words = {number};
    count(number, statement);
    words.push_back(number);
  }
  for (std::size_t length = 2; length <= kLongestRun; ++length) {
    for (std::size_t begin = 0; begin + length <= run.size(); ++begin) {
      std::string text = run[begin];
      for (auto i = begin + 1; i < begin + length; ++i) text += ' ' + run[i];
      const auto number = number_of(text);
      auto& phrase = phrases_[number];
      if (phrase.words.empty()) phrase.words.assign(words.begin() + begin, words.begin() + begin + length);
      count(number, statement);
    }
  }
}

float KeyPhrases::weight(const Phrase& phrase) const {
  if (phrase.words.size() > 1 && phrase.statements < 2) return 0;
  float idf = 0;
  for (const auto word : phrase.words)
    idf += std::log1p(static_cast<float>(said_.size()) / static_cast<float>(phrases_[word].statements));
  const auto length = static_cast<float>(phrase.words.size());
  const float repeated = phrase.statements > 1 ? 1.0F : 0.5F;  // a word said once in a meeting is rarely its matter
  return idf / length * (1 + 0.5F * (length - 1)) * repeated;
}

std::vector<std::string> KeyPhrases::of(std::size_t begin, std::size_t end, std::size_t most) const {
  struct Candidate {
    std::uint32_t phrase = 0;
    std::uint32_t first = 0;  // order of first appearance in the stretch
    float weight = 0;
  };
  std::vector<Candidate> candidates;
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (auto i = begin; i < end; ++i) {
    for (const auto number : said_[i]) {
      const auto [place, created] = places.try_emplace(number, candidates.size());
      if (created) candidates.push_back({number, static_cast<std::uint32_t>(candidates.size()), 0});
      candidates[place->second].weight += weight(phrases_[number]);
    }
  }
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.first < b.first;
  });
  std::vector<const Phrase*> chosen;
  for (const auto& candidate : candidates) {
    if (chosen.size() == most || candidate.weight <= 0) break;
    const auto& phrase = phrases_[candidate.phrase];
    const bool told = std::ranges::any_of(chosen, [&](const Phrase* other) {
      return is_within(phrase.words, other->words) || is_within(other->words, phrase.words);
    });
    if (!told) chosen.push_back(&phrase);
  }
  std::vector<std::string> texts;
  texts.reserve(chosen.size());
  for (const auto* phrase : chosen) texts.push_back(phrase->text);
  return texts;
}

}  // namespace hebb
