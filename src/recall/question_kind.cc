#include "recall/question_kind.h"

#include <algorithm>
#include <string_view>

#include "recall/question_words.h"

namespace hebb {
namespace {

class KindReader {
 public:
  explicit KindReader(std::span<const PlacedWord> words) : words_(words) {}

  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i].word : std::string_view(); }

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

  std::span<const PlacedWord> words_;
};

class FactReader {
 public:
  explicit FactReader(std::span<const PlacedWord> words) : words_(words) {}

  FactKinds read() const {
    FactKinds kinds = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) kinds |= at(i);
    return kinds;
  }

 private:
  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i].word : std::string_view(); }
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
    const bool begins = i == 0 || words_[i].opens || words_[i].parted ||
                        one_of(word(i - 1), {"and", "or", "but", "so", "since", "until", "by", "from", "please"});
    if (begins) return verb_follows;
    if (word(i + 1).ends_with("ing")) return false;
    const auto asked = std::ranges::find_if(words_.first(i), [](const auto& w) {
      return one_of(w.word, {"what", "who", "how", "why", "where", "which", "summarise", "summarize"});
    });
    return asked == words_.begin() + static_cast<std::ptrdiff_t>(i) &&
           one_of(word(i - 1), {"know", "remember", "recall", "tell", "me", "out", "sure"});
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

  std::span<const PlacedWord> words_;
};

struct TypeWord {
  std::string_view word;
  MemoryType type;
};

// Plural nouns that a list may be asked of, and verbs that ask for the same.
constexpr TypeWord kNouns[] = {
    {"decisions", MemoryType::decision},   {"actions", MemoryType::action},
    {"todos", MemoryType::action},         {"tasks", MemoryType::action},
    {"ideas", MemoryType::idea},           {"suggestions", MemoryType::idea},
    {"proposals", MemoryType::idea},       {"issues", MemoryType::issue},
    {"problems", MemoryType::issue},       {"concerns", MemoryType::issue},
    {"objections", MemoryType::issue},     {"blockers", MemoryType::issue},
    {"risks", MemoryType::risk},           {"assumptions", MemoryType::assumption},
    {"findings", MemoryType::finding},     {"decision", MemoryType::decision},
    {"resolutions", MemoryType::decision}, {"complaints", MemoryType::issue},
};
constexpr TypeWord kVerbs[] = {
    {"decide", MemoryType::decision}, {"decided", MemoryType::decision}, {"settled", MemoryType::decision},
    {"object", MemoryType::issue},    {"objected", MemoryType::issue},   {"objects", MemoryType::issue},
    {"complain", MemoryType::issue},  {"complained", MemoryType::issue}, {"suggest", MemoryType::idea},
    {"suggested", MemoryType::idea},  {"propose", MemoryType::idea},     {"proposed", MemoryType::idea},
    {"ask", MemoryType::question},    {"asked", MemoryType::question},   {"promise", MemoryType::action},
    {"promised", MemoryType::action}, {"commit", MemoryType::action},    {"committed", MemoryType::action},
};

class TypeReader {
 public:
  explicit TypeReader(std::span<const PlacedWord> words) : words_(words) {}

  AskedTypes read() {
    for (std::size_t i = 0; i < words_.size(); ++i) read_at(i);
    return std::move(out_);
  }

 private:
  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i].word : std::string_view(); }
  bool is_open(std::size_t i) const {
    return one_of(word(i), {"open", "outstanding", "unresolved", "unanswered", "pending", "remaining", "unfinished"});
  }

  void read_at(std::size_t i) {
    if (one_of(word(i), {"action", "to"}) && one_of(word(i + 1), {"items", "item", "points", "dos", "do"}) &&
        (word(i) == "action" || word(i + 1) == "dos" || words_[i + 1].hyphened))
      return add(MemoryType::action, i, i + 2);
    if (word(i) == "next" && one_of(word(i + 1), {"steps"})) return add(MemoryType::action, i, i + 2);
    if (word(i) == "follow" && word(i + 1) == "ups") return add(MemoryType::action, i, i + 2);
    if (one_of(word(i), {"questions", "question"}) && i > 0 && is_open(i - 1))
      return add(MemoryType::question, i, i + 1);
    if (word(i) == "questions" && (asks_for(i) || is_listed(i) || one_of(word(i + 1), {"were", "did", "was"})))
      return add(MemoryType::question, i, i + 1);
    if (one_of(word(i), {"have", "has", "need", "needs", "supposed"}) && word(i + 1) == "to" && word(i + 2) == "do" &&
        word(i + 3) != "with" && is_main_verb(i))
      return add(MemoryType::action, i, i);
    for (const auto& noun : kNouns) {
      if (word(i) == noun.word && is_asked_noun(i)) return add(noun.type, i, i + 1);
    }
    for (const auto& verb : kVerbs) {
      if (word(i) == verb.word && is_main_verb(i)) return add(verb.type, i, i);
    }
  }

  // "which decisions", "the main risks", "Anna's ideas"; not "women issues"
  bool is_asked_noun(std::size_t i) const {
    if (i == 0 || words_[i - 1].possessive || is_open(i - 1) || is_listed(i)) return true;
    return is(WordClass::determiner, word(i - 1)) || is(WordClass::question_word, word(i - 1)) ||
           is(WordClass::request, word(i - 1)) || is(WordClass::telling_adjective, word(i - 1)) ||
           one_of(word(i - 1), {"were", "are", "of", "and", "me", "new"});
  }

  // "what did we decide", "who objected", "what was decided": before the topic, within the first words.
  bool is_main_verb(std::size_t i) const {
    return std::ranges::any_of(words_.first(i), [](const auto& w) { return is(WordClass::question_word, w.word); }) &&
           i < 7;
  }

  // The end of "Ben's", "Ben Okafor's", "Anna, Ben and Cy's"; `i` where none begins.
  std::size_t past_owners(std::size_t i) const {
    std::size_t last = i;
    for (std::size_t at = i; at < words_.size(); ++at) {
      if (!words_[at].capital && (at == i || !one_of(word(at), {"and", "or"}))) break;
      if (!words_[at].possessive) continue;
      last = at + 1;
      if (!one_of(word(last), {"and", "or"})) break;
    }
    return last;
  }

  // Whether the noun at `first` is what the whole question asks for.
  bool asks_for(std::size_t first) const {
    std::size_t i = 0;
    while (is(WordClass::courtesy, word(i))) ++i;
    if (one_of(word(i), {"list", "show", "find", "give", "get", "enumerate", "display", "any"})) ++i;
    if (one_of(word(i), {"what", "are"})) {
      ++i;
      while (one_of(word(i), {"are", "were", "there", "is"})) ++i;
    }
    while (i < first) {
      const bool passed =
          is_open(i) || one_of(word(i), {"me", "us", "all", "the", "our", "any", "of", "every", "still", "main", "my"});
      const std::size_t next = passed ? i + 1 : past_owners(i);
      if (next == i) break;
      i = next;
    }
    return i == first;
  }

  // "decisions, action items and any open questions": whether the noun at `first` is in one list with the last that was
  // asked for.
  bool is_listed(std::size_t first) const {
    std::size_t i = listed_until_;
    const bool joined = one_of(word(i), {"and", "or"});
    if (i == 0 || i >= words_.size() || words_[i].opens || !(joined || words_[i].parted)) return false;
    if (joined) ++i;
    while (one_of(word(i), {"all", "the", "our", "any", "every"}) || is_open(i)) ++i;
    return i == first;
  }

  // "Which decisions …" is not one: the cues that type memories miss some, and the answer is more than a list.
  bool is_listing() const {
    std::size_t i = 0;
    while (is(WordClass::courtesy, word(i))) ++i;
    return one_of(word(i), {"list", "show", "find", "give", "get", "which", "enumerate", "display", "all"});
  }

  // `end` is `first` for a verb.
  void add(MemoryType type, std::size_t first, std::size_t end) {
    const bool open = first > 0 && is_open(first - 1);
    const bool listed = end > first && is_listed(first);
    const bool alone = end > first && asks_for(first);
    const bool plural = end > first && word(end - 1).ends_with('s');
    const bool settled = type == MemoryType::decision || type == MemoryType::action || type == MemoryType::question;
    // "list all risks", "open actions": a list is wanted and nothing else will do.
    const bool filter = alone && plural &&
                        (is_listing() || (open && settled) || (type == MemoryType::action && word(first) == "action"));
    // What is listed beside a noun is wanted as that is.
    const auto standing = listed ? listed_as_ : filter ? Standing::filter : Standing::prior;
    if (listed || alone) {
      listed_until_ = end;
      listed_as_ = standing;
    }
    if (open) out_.open.push_back(type);
    const auto known = std::ranges::find(out_.types, type, &NamedType::type);
    if (known == out_.types.end()) out_.types.push_back({type, standing});
  }

  std::span<const PlacedWord> words_;
  std::size_t listed_until_ = 0;  // the end of the last noun that is asked for; 0: none yet
  Standing listed_as_ = Standing::prior;
  AskedTypes out_;
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

AskedTypes asked_types(std::span<const PlacedWord> words) {
  return TypeReader(words).read();
}

bool is_of_actions(std::string_view word) {
  return one_of(word, {"action", "actions", "tasks", "todos", "to", "next", "open", "outstanding", "pending",
                       "unfinished", "remaining", "items", "dos", "steps", "ups"});
}

bool asks_of_meetings(std::span<const PlacedWord> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ends_meeting(words, i)) return true;
  }
  return std::ranges::any_of(words, [](const auto& w) {
    return is(WordClass::telling, w.word) || is(WordClass::telling_form, w.word) ||
           is(WordClass::telling_noun, w.word) ||
           one_of(w.word, {"actions", "action", "tasks", "questions", "happened", "learned"});
  });
}

}  // namespace hebb
