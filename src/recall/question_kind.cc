#include "recall/question_kind.h"

#include <algorithm>
#include <string_view>

#include "recall/question_words.h"

namespace hebb {
namespace {

class KindReader : WordReader {
 public:
  explicit KindReader(std::span<const PlacedWord> words) : WordReader(words) {}

  // A fact: "when", "who", "how many", "what date".
  bool is_pinpoint() const {
    std::size_t i = 0;
    while (i < words_.size() && is(WordClass::courtesy, word(i))) ++i;
    if (one_of(word(i), {"who", "whose", "whom", "where"})) return true;
    if (word(i) == "when" && !word(i + 1).ends_with("ing")) return true;  // not "when discussing X, what …"
    if (word(i) == "which" && !word(i + 1).ends_with('s')) return true;   // not "which features"
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (word(at) == "how" && is_measure(word(at + 1))) return true;
      if (one_of(word(at), {"what", "which"}) && (is_particular(word(at + 1)) || is_of_particular(at + 1))) return true;
    }
    return false;
  }

  // A discussion: "summarise", "what did X think", "why", "how does", "the advantages of".
  bool is_topical() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (is_topical(word(i))) return true;
      if (word(i) == "how" && is(WordClass::auxiliary, word(i + 1))) return true;
      if (one_of(word(i), {"feel", "felt", "talk", "talked", "talking", "say", "said", "think", "thought"}) &&
          is(WordClass::about, word(i + 1)))
        return true;
    }
    return false;
  }

 private:
  static bool is_measure(std::string_view word) {
    return one_of(word, {"many", "much", "long", "often", "old", "far", "big", "large", "tall", "soon", "high", "fast",
                         "late", "heavy", "expensive", "small", "short", "wide", "deep"});
  }

  // After "what": "is the selling price"
  bool is_of_particular(std::size_t i) const {
    constexpr std::size_t kLongestPhrase = 3;
    if (i > 0 && words_[i - 1].possessive) --i;  // "what's"
    if (i < words_.size() && !words_[i].possessive && !is(WordClass::auxiliary, word(i))) return false;
    if (!is(WordClass::determiner, word(i + 1))) return false;
    for (std::size_t at = i + 2; at < i + 2 + kLongestPhrase; ++at) {
      if (is_particular(word(at)))
        return !one_of(word(at), {"word", "room", "shape", "size", "material", "budget", "cost"});
      if (is(WordClass::about, word(at))) return false;
    }
    return false;
  }

  static bool is_particular(std::string_view word) {
    return one_of(word,
                  {"date",    "day",   "time",    "year",   "month",  "name",     "number",   "percentage", "percent",
                   "kind",    "type",  "color",   "colour", "size",   "brand",    "city",     "country",    "book",
                   "movie",   "song",  "exactly", "price",  "cost",   "amount",   "deadline", "version",    "room",
                   "address", "phone", "email",   "budget", "animal", "material", "fruit",    "shape",      "word"});
  }

  static bool is_topical(std::string_view word) {
    constexpr std::string_view kStems[] = {
        "summar",         "discuss",      "opinion",   "attitude",    "describ",     "explain",   "introduc",
        "present",        "debat",        "conclu",    "propos",      "suggest",     "recommend", "disagree",
        "argu",           "elaborat",     "respon",    "overview",    "perspective", "status",    "difficult",
        "advantage",      "disadvantage", "benefit",   "limitation",  "problem",     "challenge", "strateg",
        "approach",       "solution",     "situation", "requirement", "instruction", "criteria",  "evaluat",
        "brainstorm",     "concern",      "objection", "impact",      "effect",      "measures",  "decision",
        "decide",         "agree",        "reason",    "issue",       "comment",     "progress",  "aspect",
        "characteristic", "improve",      "feature",   "future",      "scope"};
    return std::ranges::any_of(kStems, [&](std::string_view stem) { return word.starts_with(stem); }) ||
           one_of(word, {"why", "view", "views", "thoughts", "plan", "plans", "pros", "cons", "role", "roles", "main",
                         "key"});
  }
};

class FactReader : WordReader {
 public:
  explicit FactReader(std::span<const PlacedWord> words) : WordReader(words) {}

  FactKinds read() const {
    FactKinds kinds = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) kinds |= at(i);
    return kinds;
  }

 private:
  bool is_hyphened(std::size_t i) const { return i < words_.size() && words_[i].hyphened; }

  FactKinds at(std::size_t i) const {
    if (word(i) == "when") return asks_when(i) ? kTimeFact : FactKinds{0};
    if (word(i) == "how") return of_measure(i + 1);
    if (!one_of(word(i), {"what", "which"})) return 0;
    if (const FactKinds kinds = of_noun(i + 1)) return kinds;
    // "What was the new starting price?"
    constexpr std::size_t kLongestPhrase = 3;
    if (!is(WordClass::auxiliary, word(i + 1)) && !words_[i].possessive) return 0;
    const std::size_t determiner = i + (words_[i].possessive ? 1 : 2);
    if (!is(WordClass::determiner, word(determiner))) return 0;
    for (std::size_t noun = determiner + 1; noun <= determiner + kLongestPhrase && !ends_phrase(noun); ++noun) {
      if (const FactKinds kinds = of_noun(noun)) return kinds;
    }
    return 0;
  }

  // "When did", "when's", "when exactly will", "and since when does", "do you know when the lease ends"; not what was
  // when something else was: "what did she say when asked", "when Ben was ill, who …".
  bool asks_when(std::size_t i) const {
    const bool exactly = one_of(word(i + 1), {"exactly", "precisely", "approximately", "roughly"});
    const bool verb_follows = words_[i].possessive || is(WordClass::auxiliary, word(i + (exactly ? 2 : 1)));
    const bool begins = begins_clause(words_, i) ||
                        one_of(before(i), {"and", "or", "but", "so", "since", "until", "by", "from", "please"});
    if (begins) return verb_follows;
    if (word(i + 1).ends_with("ing")) return false;
    const auto asked = std::ranges::find_if(words_.first(i), [](const auto& w) {
      return one_of(w.word, {"what", "who", "how", "why", "where", "which", "summarise", "summarize"});
    });
    return asked == words_.begin() + static_cast<std::ptrdiff_t>(i) &&
           one_of(before(i), {"know", "remember", "recall", "tell", "me", "out", "sure"});
  }

  // Not "how big a problem", "how much do they agree".
  FactKinds of_measure(std::size_t i) const {
    if (one_of(word(i + 1), {"a", "an"}) || is_hyphened(i + 1)) return 0;
    if (one_of(word(i), {"long", "soon", "often", "late", "early", "recently"})) return kTimeFact;
    if (word(i) == "much") {
      const bool degree = std::ranges::any_of(words_.subspan(i), [](const auto& w) {
        return one_of(w.word, {"agree", "like", "care", "matter", "help", "differ", "trust", "enjoy", "know"});
      });
      return degree ? FactKinds{0} : kNumberFact;
    }
    return one_of(word(i), {"many", "old", "big", "large", "tall", "high", "fast", "heavy", "expensive", "wide"})
               ? kNumberFact
               : FactKinds{0};
  }

  // "What was the decision on rent", "the plan next week": what follows is not asked for.
  bool ends_phrase(std::size_t i) const {
    return is(WordClass::about, word(i)) || is(WordClass::auxiliary, word(i)) || is(WordClass::determiner, word(i)) ||
           one_of(word(i), {"for", "in", "at", "with", "from", "by", "to", "after", "before", "last", "next", "past",
                            "previous", "behind"});
  }

  // Of a noun that is not the beginning of another: "time zone", "number one", "year-end", "the day's".
  FactKinds of_noun(std::size_t i) const {
    if (i >= words_.size() || words_[i].possessive || words_[i].hyphened || is_hyphened(i + 1)) return 0;
    const bool whole = i + 1 == words_.size() || words_[i + 1].parted || words_[i + 1].capital || ends_phrase(i + 1) ||
                       is(WordClass::subject, word(i + 1)) || word(i + 1).ends_with('s') ||
                       one_of(word(i + 1), {"i", "it", "and", "or", "do", "exactly"});
    if (!whole) return 0;
    std::string_view noun = word(i);
    if (noun.ends_with('s')) noun.remove_suffix(1);
    if (one_of(noun, {"date", "day", "weekday", "week", "month", "quarter", "year", "time", "hour", "deadline"}))
      return kTimeFact;
    return one_of(noun, {"number", "price", "sum", "amount", "percentage", "age", "score", "rate", "fee", "rent",
                         "salary", "cost", "total", "temperature"})
               ? kNumberFact
               : FactKinds{0};
  }
};

}  // namespace

double own_weight_of(std::span<const PlacedWord> words) {
  const KindReader reader(words);
  const bool pinpoint = reader.is_pinpoint();
  const bool topical = reader.is_topical();
  if (pinpoint == topical) return kUnclearOwnWeight;
  return topical ? kTopicalOwnWeight : kPinpointOwnWeight;
}

FactKinds asked_facts(std::span<const PlacedWord> words) {
  return FactReader(words).read();
}

bool asks_of_meetings(std::span<const PlacedWord> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ends_meeting(words, i)) return true;
    // "What were the risks in Q4?"; not "how many issues did we close in August?"
    if (one_of(words[i].word, {"risks", "issues", "problems"}) && (i == 0 || words[i - 1].word != "many")) return true;
  }
  return std::ranges::any_of(words, [](const auto& w) {
    return is_telling(w.word) || is(WordClass::telling_noun, w.word) ||
           one_of(w.word, {"actions", "action", "tasks", "questions", "happened", "learned"});
  });
}

}  // namespace hebb
