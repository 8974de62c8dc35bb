#include "recall/question_told.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <string_view>

#include "recall/question_words.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestSubject = 8;
constexpr std::size_t kShortSubject = 4;
constexpr std::size_t kLongestNoun = 3;  // "which of the points"

// What became of a thing is told after it.
bool tells_of_later(std::string_view word) {
  constexpr std::string_view kStems[] = {"chang", "fix", "solv", "resolv", "compar", "differ"};
  return std::ranges::any_of(kStems, [&](std::string_view stem) { return word.starts_with(stem); }) ||
         one_of(word, {"since", "later", "still", "done", "now", "already", "yet", "meanwhile", "afterwards", "after",
                       "anymore", "longer", "became", "become", "progress", "status", "than", "current", "currently"});
}

// Of a verb behind "what did we", where what else is done in a meeting is told as well: "choose", "vote".
bool is_told(std::string_view word) {
  if (is_telling(word)) return true;
  if (word.ends_with("ed") && (is(WordClass::telling, word.substr(0, word.size() - 2)) ||
                               is(WordClass::telling, word.substr(0, word.size() - 1))))
    return true;
  return one_of(
      word, {"plan",   "learn",    "learned", "choose",   "chosen",    "settle",      "settled", "approve", "approved",
             "reject", "rejected", "happen",  "happened", "assigned",  "argued",      "hear",    "heard",   "vote",
             "voted",  "spoke",    "spoken",  "set",      "volunteer", "volunteered", "against"});
}

bool is_told_noun(std::string_view word) {
  return is(WordClass::telling_noun, word) ||
         one_of(word, {"risks",      "issues",  "problems", "questions",    "actions",     "items",       "tasks",
                       "steps",      "topics",  "findings", "objections",   "assumptions", "quotes",      "complaint",
                       "complaints", "result",  "results",  "outcome",      "outcomes",    "agreements",  "commitments",
                       "promises",   "worries", "doubts",   "reservations", "resolution",  "resolutions", "todos"});
}

// What a meeting may have brought up, that others speak of.
bool comes_up(std::string_view word) {
  return is_told_noun(word) ||
         one_of(word, {"problem",   "issue",      "question", "plan",    "plans",   "risk",      "topic",
                       "task",      "todo",       "action",   "item",    "finding", "objection", "assumption",
                       "agreement", "commitment", "promise",  "worry",   "doubt",   "request",   "requests",
                       "offer",     "offers",     "blocker",  "blockers"});
}

bool is_participle(std::string_view word) {
  return (word.ends_with("ed") && word.size() > 4) || is(WordClass::telling_form, word) ||
         one_of(word, {"set", "found", "seen", "shown", "taken", "left", "sent", "written", "chosen", "put"});
}

class ToldReader : WordReader {
 public:
  ToldReader(std::span<const PlacedWord> words, const std::optional<TimeMention>& when, std::size_t first,
             std::size_t last)
      : WordReader(words), when_(when), first_(first), last_(last), begin_(first), end_(last) {
    while (begin_ > 0 && !words_[begin_].opens) --begin_;
    while (end_ < words_.size() && !words_[end_].opens) ++end_;
    while (first_ > begin_ && (before(first_) == "the" || leads_to_place(before(first_)))) --first_;
  }

  bool read() const {
    std::size_t at = begin_;
    while (at < first_ && is(WordClass::courtesy, word(at)) && !is(WordClass::auxiliary, word(at))) ++at;
    if (std::ranges::any_of(words_, [](const auto& w) { return tells_of_later(w.word); })) return lists_open(at);
    if (at == first_) return verb(last_).has_value();
    const auto told = verb(at);
    if (!told) return false;
    if (told->first == last_) return !told->yes_or_no;  // "what did the expert in IS1009c say about …"
    if (told->last == first_) return closes() || (!told->yes_or_no && is(WordClass::about, word(last_)));
    if (told->last > first_ || !closes()) return false;
    if (told->list && is_owner_or_topic(told->last)) return true;
    // "From" belongs to what stands before it: "the problem from the kick-off".
    return word(first_) != "from" && !says_which(told->last);
  }

 private:
  struct Told {
    std::size_t first = 0;
    std::size_t last = 0;
    bool yes_or_no = false;
    bool list = false;  // "the decisions"
  };

  bool closes() const { return ends_clause(words_, last_); }

  // "Which action items from the kick-off are still open?": each knows what became of it. Not "the status of the action
  // items", "what changed in the action items": that is told later.
  bool lists_open(std::size_t at) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((i < begin_ || i >= end_) && tells_of_later(word(i))) return false;
    }
    if (!std::ranges::all_of(std::views::iota(last_, end_of_state()), [&](auto i) { return is_of_state(i); }))
      return false;
    if (word(at) == "how" && word(at + 1) == "many") at += 2;
    at = past_request(at);
    if (one_of(word(at), {"what", "which"}) && (words_[at].possessive || is_now(at + 1))) {
      at += words_[at].possessive ? 1 : 2;
      if (word(first_) == "from" && names_state(at)) return true;
    } else if (is_now(at)) {
      ++at;  // "are the action items from the kick-off still open?"
    }
    if (word(at) == "there") ++at;
    const auto list = noun(at);
    if (!list || !one_of(before(list->last), {"items", "actions", "tasks", "todos"})) return false;
    if (list->last >= first_) return list->last == first_;
    return is_owner_or_topic(list->last) || (word(first_) == "from" && names_state(list->last));
  }

  bool is_now(std::size_t i) const { return one_of(word(i), {"is", "are"}); }

  // "still open", up to the mention
  bool names_state(std::size_t from) const {
    return from < first_ && std::ranges::all_of(std::views::iota(from, first_), [&](auto i) { return is_of_state(i); });
  }

  // Of "that are still open for Ben", "has Ben not done yet"
  bool is_of_state(std::size_t i) const {
    return words_[i].capital || word(i) == "for" || before(i) == "for" ||
           (when_ && i >= when_->first && i < when_->last) ||
           one_of(word(i), {"is",         "are",      "aren't",    "has",    "hasn't",      "have",       "haven't",
                            "been",       "be",       "that",      "which",  "still",       "open",       "not",
                            "done",       "yet",      "now",       "undone", "outstanding", "pending",    "overdue",
                            "to",         "do",       "left",      "and",    "or",          "completed",  "closed",
                            "already",    "finished", "remaining", "there",  "currently",   "unfinished", "incomplete",
                            "unresolved", "we",       "you",       "i",      "they",        "he",         "she",
                            "nobody",     "anyone",   "by",        "did",    "does",        "didn't"});
  }

  // Where a second question follows that leaves the first as it is: "and who owns them", "and by when".
  std::size_t end_of_state() const {
    for (std::size_t i = last_; i + 2 < end_; ++i) {
      if (word(i) != "and") continue;
      const std::string_view verb = word(i + 2);
      if (word(i + 1) == "whose" || (word(i + 1) == "by" && verb == "when") ||
          (one_of(word(i + 1), {"who", "when"}) && one_of(verb, {"is", "are", "owns", "has", "does", "do", "must"})))
        return i;
    }
    return std::max(last_, end_);
  }

  std::size_t past_request(std::size_t at) const {
    if (!is(WordClass::request, word(at))) return at;
    ++at;
    while (one_of(word(at), {"me", "us", "up", "everything", "anything"})) ++at;
    return at;
  }

  // "action items for Ben from", "decisions about the launch from": "from" belongs to the list all the same. Not
  // "decisions about the problem from".
  bool is_owner_or_topic(std::size_t i) const {
    if (word(first_) == "from" && comes_up(before(first_))) return false;
    if (one_of(word(i), {"assigned", "owned"})) return one_of(word(i + 1), {"to", "by"}) && !says_which(i + 1);
    return one_of(word(i), {"for", "by", "about", "on", "regarding", "concerning"}) && !says_which(i);
  }

  // "the price that was decided in", "the issue raised in": between what is asked and the mention.
  bool says_which(std::size_t from) const {
    for (std::size_t i = from; i < first_; ++i) {
      if (one_of(word(i), {"that", "which", "who", "whom", "whose", "where", "when"})) return true;
      const bool verb = i > from && is(WordClass::auxiliary, before(i));
      if (is_participle(word(i)) && !verb) return true;
    }
    return false;
  }

  // Behind "did", "was", "has" and who did or was. `direct`: it is asked of what stands before: "what was", "which
  // points were", so that what follows a "the" is not told but asked for.
  std::optional<Told> told_after(std::size_t aux, bool direct) const {
    const bool did = one_of(word(aux), {"did", "do", "does", "didn't"});
    const bool has = one_of(word(aux), {"has", "have", "had"});
    std::size_t end = aux + 2 + (did ? kLongestSubject : !direct || has ? kShortSubject : 0);
    bool told = did || direct || one_of(word(aux), {"was", "were"});
    for (std::size_t i = aux + 1; i < std::min(end, end_); ++i) {
      if (i == first_) {  // the mention is a part of who did
        end += last_ - first_;
        i = last_ - 1;
        continue;
      }
      if (words_[i].parted || one_of(word(i), {"that", "which", "who"})) return std::nullopt;
      if (!did && is(WordClass::about, word(i)) && word(i) != "against") return std::nullopt;
      if (one_of(word(i), {"been", "being", "also", "not", "first", "finally"})) {
        told = told || word(i) == "been";
        ++end;
      } else if (told && is_told(word(i))) {
        return run(i);
      }
    }
    return std::nullopt;
  }

  Told run(std::size_t i) const {
    std::size_t last = i + 1;
    while (last < end_ && last != first_ && is_told(word(last))) ++last;
    return {.first = i, .last = last};
  }

  // "Ben's", "Ben Okafor's"
  bool is_of_owner(std::size_t i) const {
    if (i >= end_ || is(WordClass::question_word, word(i))) return false;
    return words_[i].possessive || (words_[i].capital && i + 1 < end_ && words_[i + 1].possessive);
  }

  // "the main decisions", "Ben's action items"
  std::optional<Told> noun(std::size_t i) const {
    std::size_t at = i;
    while (is(WordClass::determiner, word(at)) || is(WordClass::telling_adjective, word(at)) ||
           one_of(word(at), {"of", "open", "still", "action", "next", "new", "outstanding", "and"}) ||
           is_of_owner(at) || (is_told_noun(word(at)) && one_of(word(at + 1), {"and", "or"})))
      ++at;
    if (at >= end_ || !is_told_noun(word(at))) return std::nullopt;
    return Told{.first = i, .last = at + 1, .list = true};
  }

  std::optional<Told> verb(std::size_t begin) const {
    std::size_t at = past_request(begin);
    if (at > begin && is_told(word(at)) && one_of(before(at), {"everything", "anything"})) return run(at);
    if (word(at) == "only") ++at;
    if (const auto found = noun(at)) return found;
    if (is(WordClass::auxiliary, word(at))) {
      auto found = told_after(at, false);
      // "Did Ben keep the date set in the kick-off?"
      if (found && word(at) == "did" && found->last == first_ && is_participle(before(first_))) return std::nullopt;
      if (found) found->yes_or_no = true;
      return found;
    }
    if (!is(WordClass::question_word, word(at))) return std::nullopt;
    return asked(at);
  }

  // "what did we decide", "who said", "which points were raised", "what were the main risks"
  std::optional<Told> asked(std::size_t question) const {
    const bool contracted = words_[question].possessive;
    if (!contracted && is_told(word(question + 1)) && !is(WordClass::auxiliary, word(question + 2)))
      return run(question + 1);
    for (std::size_t aux = question + 1; aux <= question + 1 + kLongestNoun && aux < end_; ++aux) {
      if (!is(WordClass::auxiliary, word(aux))) continue;
      const bool bare = aux == question + 1 && one_of(word(question), {"what", "which", "who"});
      if (const auto found = told_after(aux, bare || aux > question + 1)) return found;
      return bare ? noun(aux + 1) : std::nullopt;
    }
    return word(question) == "what" ? told_by_someone(question + 1) : std::nullopt;
  }

  // "only what Ben said"
  std::optional<Told> told_by_someone(std::size_t i) const {
    for (std::size_t at = i; at < end_ && at <= i + kShortSubject; ++at) {
      if (is(WordClass::about, word(at))) return std::nullopt;
      if (is_told(word(at))) return run(at);
    }
    return std::nullopt;
  }

  const std::optional<TimeMention>& when_;
  std::size_t first_;
  std::size_t last_;
  std::size_t begin_;  // of its sentence, [begin_, end_)
  std::size_t end_;
};

// "in the team sync of 5 May"
std::size_t end_with_time(const MeetingMention& mention, const std::optional<TimeMention>& when) {
  return when && when->first == mention.last ? when->last : mention.last;
}

// "in the kick-off and in the retro", "… and what in the retro", "… and what did Ben say in the retro"
bool are_joined(const MeetingMention& one, const MeetingMention& other, std::span<const PlacedWord> words) {
  if (one.since || other.since || other.first <= one.last || !one_of(words[one.last].word, {"and", "or"})) return false;
  const std::size_t next = one.last + 1;
  if (next == other.first) return true;
  if (!is(WordClass::question_word, words[next].word)) return false;
  const std::size_t verb = other.first - 1;
  return verb == next || (is_told(words[verb].word) &&
                          (!is_participle(words[verb].word) || is(WordClass::auxiliary, words[verb - 1].word)));
}

}  // namespace

void settle_what_is_asked(std::vector<MeetingMention>& mentions, std::span<const PlacedWord> words,
                          const std::optional<TimeMention>& when) {
  const bool ahead = looks_ahead(words);
  for (std::size_t end = mentions.size(); end > 0;) {
    std::size_t begin = end - 1;  // of those that are joined, which are asked of as one
    while (begin > 0 && are_joined(mentions[begin - 1], mentions[begin], words)) --begin;
    const bool asked = ToldReader(words, when, mentions[begin].first, end_with_time(mentions[end - 1], when)).read();
    for (; end > begin; --end) {
      auto& mention = mentions[end - 1];
      if (mention.since) continue;
      if (ahead) make_topic(mention);
      mention.whole_title = mention.whole_title && asked;
    }
  }
}

}  // namespace hebb
