#include "recall/question_names.h"

#include <algorithm>
#include <cctype>

#include "recall/question_words.h"

namespace hebb {
namespace {

// "the minister" where more than so many are ministers names nobody.
constexpr std::size_t kMostOfOneHead = 8;
constexpr std::size_t kShortestMisspelled = 5;
constexpr std::size_t kMostEdits = 2;
constexpr std::size_t kShortestSmall = 4;  // of a name in a question that is typed without capitals

bool is_letter(const PlacedWord& word) {
  return word.word.size() == 1 && word.capital;
}

bool looks_like_designator(const PlacedWord& word) {
  return is_letter(word) || std::ranges::all_of(word.word, [](unsigned char c) { return std::isdigit(c) != 0; });
}

class NameFinder : WordReader {
 public:
  NameFinder(std::span<const PlacedWord> words, const RosterScope& scope) : WordReader(words), scope_(scope) {
    for (const auto& word : words) ids_.push_back(scope.index().word(word.word));
    all_small_ = std::ranges::none_of(words, &PlacedWord::capital);
    headline_ = is_headline(words);
  }

  std::vector<NameMention> find() {
    std::vector<NameMention> mentions;
    for (std::size_t i = 0; i < words_.size();) {
      begin_at(i);
      find_person(i);
      find_role(i);
      find_letter(i);
      find_initials(i);
      if (best_.names.empty()) {
        ++i;
        continue;
      }
      std::ranges::sort(best_.names);
      best_.names.erase(std::ranges::unique(best_.names).begin(), best_.names.end());
      swallow_what_follows();
      best_.excluded = is_excluded(words_, i, best_.last);
      mentions.push_back(best_);
      named_until_ = i = best_.last;
    }
    return mentions;
  }

 private:
  // What a match must beat: more words, then a match of the whole name.
  void begin_at(std::size_t first) {
    best_ = {.first = first, .last = first, .names = {}, .excluded = false, .may_be_topic = false};
    best_whole_ = false;
  }

  void offer(std::size_t last, const Alias& alias, bool whole) {
    if (last < best_.last || (last == best_.last && best_whole_ && !whole)) return;
    if (!scope_.has_name(alias.name)) return;
    if (last > best_.last || (whole && !best_whole_)) best_.names.clear();
    best_.last = last;
    best_whole_ = whole;
    best_.names.push_back(alias.name);
  }

  const Alias& alias(std::uint32_t id) const { return scope_.index().aliases[id]; }
  std::span<const AliasPosting> postings(std::size_t i) const {
    if (i >= ids_.size() || !ids_[i]) return {};
    return scope_.index().in_aliases[*ids_[i]];
  }
  bool adjacent(std::size_t i) const { return !ends_clause(words_, i); }

  // --- persons ---

  // Where the name begins after titles; `i` when there are none.
  std::size_t after_titles(std::size_t i) const {
    std::size_t at = i;
    while (adjacent(at + 1) && is(WordClass::honorific, word(at)) &&
           (words_[at].capital || one_of(word(at), {"mr", "mrs", "ms", "dr", "prof", "professor", "minister"})))
      ++at;
    return at;
  }

  void find_person(std::size_t i) {
    const std::size_t at = after_titles(i);
    const bool titled = at > i;
    for (const auto& posting : postings(at)) {
      const Alias& name = alias(posting.alias);
      if (name.kind != AliasKind::person) continue;
      const bool only = name.words.size() == 1;
      if (!only && (word(at).size() == 1 || is(WordClass::particle, word(at)))) continue;
      const std::size_t last = extended(name, at, posting.position);
      const std::size_t taken = last - at;
      if (taken == 1 && !titled && !names_by_itself(at)) continue;
      if (taken == 1 && is_someone_else(at, name, posting.position, titled)) continue;
      const bool whole = (taken > 1 && taken == name.words.size()) || (titled && name.title && name.title == ids_[i]);
      offer(with_misspelled(last, name, posting.position, taken), name, whole);
    }
    if (is_letter(words_[at]) && adjacent(at + 1)) find_initial_and_surname(at);
  }

  // The end of the run from `at` that is a run of the name's words, some of which may be left out or be letters.
  std::size_t extended(const Alias& name, std::size_t at, std::size_t position) const {
    std::size_t next = position + 1;
    std::size_t i = at + 1;
    for (; adjacent(i); ++i) {
      std::size_t found = next;
      while (found < name.words.size() && name.words[found] != ids_[i] && !is_initial_of(i, name.words[found])) ++found;
      if (found == name.words.size() || words_[i - 1].possessive) break;
      next = found + 1;
    }
    return i;
  }

  bool is_initial_of(std::size_t i, WordId name_word) const {
    return is_letter(words_[i]) && scope_.index().spelling[name_word].front() == word(i).front();
  }

  void find_initial_and_surname(std::size_t at) {
    for (const auto& posting : postings(at + 1)) {
      const Alias& name = alias(posting.alias);
      if (name.kind != AliasKind::person || posting.position == 0) continue;
      if (is_initial_of(at, name.words.front())) offer(at + 2, name, true);
    }
  }

  // Whether one word of a name, without a title, is meant as one.
  bool names_by_itself(std::size_t i) const {
    const bool common = is(WordClass::name_and_word, word(i));
    if (words_[i].capital && is_of_thing(i)) return false;
    if (words_[i].capital && !words_[i].opens && !(common && headline_))
      return !common || (!is_thing_here(i) && !is_month_here(i) && word(i).size() > 1);
    const bool of_month = is_month(i) && !one_of(word(i + 1), {"action", "actions", "tasks", "todos"});
    if (words_[i].capital && words_[i].possessive && !of_month) return true;  // "Mark's estimate", "May's actions"
    if ((common && !headline_) || word(i).size() < 3) return false;
    if ((words_[i].capital && !common) || (all_small_ && word(i).size() >= kShortestSmall)) return true;
    return words_[i].possessive || one_of(before(i), {"did", "does", "by", "from"}) ||
           is(WordClass::telling, word(i + 1));
  }

  // "the Austin office", "our Jordan account"; not "that Austin left", "the Narrator said".
  bool is_of_thing(std::size_t i) const {
    return one_of(before(i), {"the", "a", "an", "our", "your", "their", "this", "these", "each", "every", "no"}) &&
           !words_[i].possessive && !is_telling(word(i + 1));
  }

  // "the Bill", "this Mark"
  bool is_thing_here(std::size_t i) const {
    return one_of(before(i),
                  {"the", "this", "that", "these", "a", "an", "our", "your", "their", "each", "every", "no"});
  }

  bool is_month(std::size_t i) const { return one_of(word(i), {"may", "april", "june", "august", "march"}); }

  bool is_month_here(std::size_t i) const {
    return is_month(i) && one_of(before(i), {"in", "since", "by", "of", "until", "during", "last", "next", "this",
                                             "before", "after", "early", "late", "mid"});
  }

  // "Kirsty Smith" and "John Davies" are not Kirsty Davies.
  bool is_someone_else(std::size_t i, const Alias& name, std::size_t position, bool titled) const {
    if (headline_) return false;
    const bool capital_before = i > 0 && adjacent(i) && words_[i - 1].capital && !words_[i - 1].opens &&
                                named_until_ < i && !words_[i - 1].possessive && !titled &&
                                !is(WordClass::role, before(i));
    if (capital_before) return true;
    const bool first = position == 0 && name.words.size() > 1;
    const bool capital_after = first && adjacent(i + 1) && words_[i + 1].capital && !words_[i].possessive &&
                               !is(WordClass::postnominal, word(i + 1));
    return capital_after && !is_misspelled(i + 1, name, position + 1);
  }

  bool is_misspelled(std::size_t i, const Alias& name, std::size_t from) const {
    if (word(i).size() < kShortestMisspelled) return false;
    for (std::size_t k = from; k < name.words.size(); ++k) {
      if (edits(word(i), scope_.index().spelling[name.words[k]]) <= kMostEdits) return true;
    }
    return false;
  }

  std::size_t with_misspelled(std::size_t last, const Alias& name, std::size_t position, std::size_t taken) const {
    const bool more = taken == 1 && position == 0 && adjacent(last) && words_[last].capital;
    return more && is_misspelled(last, name, 1) ? last + 1 : last;
  }

  // --- roles ---

  void find_role(std::size_t i) {
    if (one_of(word(i), {"product", "program", "programme"}) && word(i + 1) == "manager") find_project_manager(i);
    const auto& index = scope_.index();
    auto id = ids_[i];
    const bool plural = word(i).size() > 3 && word(i).ends_with('s') && !is(WordClass::role, word(i));
    if (plural) id = index.word(word(i).substr(0, word(i).size() - 1));
    if (!id) return;
    for (const auto& posting : index.in_aliases[*id]) {
      const Alias& role = alias(posting.alias);
      if (role.kind == AliasKind::person) continue;
      if (role.kind == AliasKind::portfolio) {
        find_portfolio(i, role, posting.position);
      } else if (posting.position == 0) {
        find_whole_role(i, role);
      }
      const bool is_head =
          role.kind != AliasKind::field && role.words.size() > 1 &&
          (role.kind == AliasKind::portfolio ? posting.position == 0 : posting.position + 1 == role.words.size());
      const bool alone = !adjacent(i + 1) || !is(WordClass::role, word(i + 1));
      if (is_head && alone && one_of(before(i), {"the", "our"}) && !plural) heads_.push_back(posting.alias);
    }
    offer_heads(i);
  }

  // Who a "product manager" is where there is none of that name.
  void find_project_manager(std::size_t i) {
    const auto project = scope_.index().word("project");
    const auto manager = scope_.index().word("manager");
    if (!project || !manager) return;
    for (const auto& posting : scope_.index().in_aliases[*project]) {
      const Alias& role = alias(posting.alias);
      if (role.words == std::vector{*project, *manager}) offer(i + 2, role, false);
    }
  }

  // The end of the run from `i` that is all the role's words, or as many as fit; fillers of the question are passed.
  std::pair<std::size_t, std::size_t> run_of(const Alias& role, std::size_t i) const {
    std::size_t matched = 0;
    std::size_t last = i;
    for (std::size_t at = i; at < words_.size() && matched < role.words.size(); ++at) {
      if (at > i && !adjacent(at) && role.kind != AliasKind::portfolio) break;
      if (is_same(at, role.words[matched])) {
        ++matched;
        last = at + 1;
      } else if (matched == 0 || !is(WordClass::filler, word(at))) {
        break;
      }
    }
    return {last, matched};
  }

  bool is_same(std::size_t i, WordId role_word) const {
    if (ids_[i] == role_word) return true;
    const auto spelled = scope_.index().spelling[role_word];
    const auto text = word(i);
    if (text.size() == spelled.size() + 1 && text.ends_with('s') && text.starts_with(spelled)) return true;
    return (spelled == "grad" && text == "graduate") || (spelled == "professor" && text == "prof") ||
           (spelled == "undergrad" && text == "undergraduate");
  }

  void find_whole_role(std::size_t i, const Alias& role) {
    auto [last, matched] = run_of(role, i);
    if (matched + 1 == role.words.size() && matched > 0 && role.kind == AliasKind::role && adjacent(last) &&
        is(WordClass::person, word(last)) && !one_of(word(last), {"people", "folks", "owner"})) {
      offer(last + 1, role, false);  // "industrial expert" of an Industrial Designer
      return;
    }
    if (matched + 1 == role.words.size() && matched > 0 && role.kind == AliasKind::role &&
        is_clipped_head(i, last, role)) {
      offer(last + 1, role, false);
      return;
    }
    if (matched < role.words.size()) return;
    const bool lettered = adjacent(last) && looks_like_designator(words_[last]) && !words_[last - 1].possessive;
    if (role.designator) {
      if (adjacent(last) && ids_[last] == role.designator &&
          (is_letter(words_[last]) || word(last).size() > 1 || lettered || !one_of(word(last), {"a", "i"})))
        return offer(last + 1, role, true);
      if (lettered) return;
      if (is(WordClass::seat, scope_.index().spelling[role.words.back()])) return;
    }
    if (role.kind == AliasKind::field ? is_field_someone(i, last) : !is_title_of_other(i, last))
      offer(last, role, true);
  }

  // "Industrial Design" for the Industrial Designer, where it thinks or says.
  bool is_clipped_head(std::size_t i, std::size_t last, const Alias& role) const {
    constexpr std::size_t kShortestHead = 5;
    if (!adjacent(last) || word(last).size() < kShortestHead) return false;
    const auto head = scope_.index().spelling[role.words.back()];
    return head.starts_with(word(last)) && is_subject(i) && is_doing(last + 1);
  }

  // "Professor Donaldson" is not Professor B.
  bool is_title_of_other(std::size_t i, std::size_t last) const {
    return last == i + 1 && is(WordClass::honorific, word(i)) && adjacent(last) && words_[last].capital &&
           !words_[last].all_capital && !words_[i].possessive;
  }

  // "Marketing" is someone where it is written as a name or does what people do; "marketing strategy" is not.
  bool is_field_someone(std::size_t i, std::size_t last) const {
    if (is(WordClass::person, word(last)) && adjacent(last)) return true;
    if (adjacent(last) && one_of(word(last), {"team", "department", "side"})) return true;
    if (is_subject(i) && (is_doing(last) || is_cased(i, last))) return true;
    if (words_[last - 1].possessive && (is_cased(i, last) || is(WordClass::telling_noun, word(last)))) return true;
    if (before(i) == "to" && before(i, 2) == "according") return true;
    return is_cased(i, last) && !words_[i].opens && !goes_on(last);
  }

  // After "did", "did the", "was not".
  bool is_subject(std::size_t i) const {
    const std::size_t asked = i > 1 && one_of(before(i), {"the", "not"}) ? i - 1 : i;
    return is(WordClass::auxiliary, before(asked));
  }

  bool is_doing(std::size_t i) const {
    return is(WordClass::telling, word(i)) ||
           one_of(word(i), {"learn",  "find",   "need",    "expect",  "choose", "prefer", "use",  "have",
                            "plan",   "show",   "draw",    "design",  "hope",   "try",    "take", "get",
                            "reject", "insist", "promise", "support", "oppose", "and"});
  }

  bool is_cased(std::size_t i, std::size_t last) const {
    return std::ranges::all_of(words_.subspan(i, last - i), &PlacedWord::capital);
  }

  // "Marketing Strategy", "Marketing positioning": the name of a thing.
  bool goes_on(std::size_t last) const {
    if (!adjacent(last) || words_[last - 1].possessive) return false;
    return !is(WordClass::loose, word(last)) && !is(WordClass::auxiliary, word(last)) && !is_telling(word(last)) &&
           !is(WordClass::about, word(last)) && !word(last).ends_with("ed");
  }

  void find_portfolio(std::size_t i, const Alias& role, std::size_t position) {
    if (position == 0) {
      const auto [last, matched] = run_of(role, i);
      if (matched == role.words.size() && matched > 1) offer(last, role, true);
    } else if (adjacent(i + 1) && ids_[i + 1] == role.words.front() && word(i).size() > 3) {
      offer(i + 2, role, false);  // "the infrastructure minister"
    }
  }

  void offer_heads(std::size_t i) {
    std::vector<std::uint32_t> names;
    for (const auto id : heads_) {
      if (scope_.has_name(alias(id).name)) names.push_back(alias(id).name);
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    if (!names.empty() && names.size() <= kMostOfOneHead) {
      for (const auto id : heads_) offer(i + 1, alias(id), false);
    }
    heads_.clear();
  }

  // --- letters ---

  // "What did F think": the letter of "PhD F".
  void find_letter(std::size_t i) {
    if (is(WordClass::seat, word(i)) && adjacent(i + 1) && looks_like_designator(words_[i + 1]) && ids_[i + 1] &&
        best_.last < i + 2) {  // "Speaker C" of a transcript that calls him "PhD C"
      for (const auto id : scope_.index().with_designator[*ids_[i + 1]]) offer(i + 2, alias(id), false);
    }
    if (!is_letter(words_[i]) || !ids_[i] || best_.last > i) return;
    const bool asked = one_of(before(i), {"did", "does"}) && is(WordClass::telling, word(i + 1));
    const bool named = !one_of(word(i), {"a", "i"}) &&
                       (words_[i].possessive || one_of(before(i), {"did", "does", "and"})) &&
                       (words_[i].possessive || is(WordClass::telling, word(i + 1)) || word(i + 1) == "and");
    if (!asked && !named) return;
    for (const auto id : scope_.index().with_designator[*ids_[i]]) offer(i + 1, alias(id), true);
  }

  // Where a person is expected: of "what's wrong with CI?", "is the PO signed?" nobody is meant.
  void find_initials(std::size_t i) {
    if (!words_[i].all_capital || best_.last > i) return;
    const bool project_manager = word(i) == "pm" && (before(i) == "the" || one_of(before(i), {"did", "does"}));
    if (is(WordClass::acronym, word(i)) && !project_manager) return;
    const bool asked = one_of(before(i), {"did", "does"});
    const bool says = !one_of(before(i), {"the", "a", "an"}) && is_telling(word(i + 1));
    if (headline_ || !(project_manager || asked || says || one_of(before(i), {"by", "from"}))) return;
    const auto found = scope_.index().initials.find(word(i));
    if (found == scope_.index().initials.end()) return;
    for (const auto id : found->second) offer(i + 1, alias(id), true);
    std::ranges::sort(best_.names);
    best_.names.erase(std::ranges::unique(best_.names).begin(), best_.names.end());
    if (best_.names.size() != 1) return begin_at(i);
    best_.may_be_topic = !project_manager && !says;  // "why did CI fail?"
  }

  // --- around a name ---

  void swallow_what_follows() {
    while (adjacent(best_.last) && is(WordClass::postnominal, word(best_.last)) && words_[best_.last].capital)
      ++best_.last;
    if (best_.last > 0 && words_[best_.last - 1].possessive) return;
    if (adjacent(best_.last) &&
        one_of(word(best_.last),
               {"person", "expert", "specialist", "guy", "student", "students", "lead", "manager", "designer", "people",
                "folks", "team", "department", "woman", "man", "lady", "representative"}) &&
        is_role_mention())
      ++best_.last;
  }

  bool is_role_mention() const {
    return std::ranges::any_of(words_.subspan(best_.first, best_.last - best_.first),
                               [](const auto& w) { return is(WordClass::role, w.word); });
  }

  const RosterScope& scope_;
  std::vector<std::optional<WordId>> ids_;
  NameMention best_;
  bool best_whole_ = false;
  bool all_small_ = false;
  bool headline_ = false;
  std::size_t named_until_ = 0;
  std::vector<std::uint32_t> heads_;
};

}  // namespace

std::vector<NameMention> find_names(std::span<const PlacedWord> words, const RosterScope& scope) {
  return NameFinder(words, scope).find();
}

}  // namespace hebb
