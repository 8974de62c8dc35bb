// Meetings that a question names by what nobody says: a client's or a project's name that stands in their titles alone.
#include <algorithm>
#include <iterator>
#include <ranges>
#include <set>

#include "recall/question_names.h"
#include "recall/question_types.h"
#include "recall/question_words.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kShortestName = 3;        // letters or digits
constexpr std::size_t kShortestInCapitals = 2;  // "EY"

class TitleNames : WordReader {
 public:
  TitleNames(std::span<const PlacedWord> words, const RosterScope& scope, const std::optional<TimeMention>& when,
             std::span<const NameMention> names, const LexicalView& said)
      : WordReader(words), scope_(scope), when_(when), names_(names), said_(said), headline_(is_headline(words)) {}

  std::vector<MeetingMention> find() {
    std::vector<MeetingMention> mentions;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!may_be_name(i)) continue;
      auto meetings = scope_.titled(word(i));
      const bool as_name = is_written_as_name(i);
      if (meetings.empty() || (meetings.size() == scope_.meetings() && !as_name)) continue;
      if (is_said_elsewhere(word(i), meetings)) continue;
      if (!mentions.empty() && joins(mentions.back(), i, meetings)) continue;
      mentions.push_back({.first = i, .last = i + 1, .meetings = std::move(meetings), .as_name = as_name});
    }
    std::erase_if(mentions, [&](const MeetingMention& mention) { return is_left_out(mention); });
    return mentions;
  }

 private:
  bool may_be_name(std::size_t i) const {
    const bool capitals = words_[i].all_capital && !headline_;
    if (word(i).size() < (capitals ? kShortestInCapitals : kShortestName)) return false;
    if (std::ranges::all_of(word(i), [](char c) { return c >= '0' && c <= '9'; })) return false;  // a year
    if (has_other_use(i) || only_asks_for_memories(word(i))) return false;
    return is_written_as_name(i) || (words_[i].opens ? opens_as_name(i) : stands_as_name(i));
  }

  bool has_other_use(std::size_t i) const {
    const auto has = [&](const auto& mention) { return mention.first <= i && i < mention.last; };
    return std::ranges::any_of(names_, has) || (when_ && has(*when_));
  }

  bool is_written_as_name(std::size_t i) const { return words_[i].capital && !words_[i].opens && !headline_; }

  // Where a capital tells nothing: "Meridian decisions", "Meridian's"; not "Budget for marketing".
  bool opens_as_name(std::size_t i) const {
    const bool asks = only_asks_for_memories(word(i + 1)) && !index_terms(word(i + 1)).empty();
    return words_[i].possessive || ends_clause(words_, i + 1) || asks;
  }

  // In small letters: "promise meridian", "did meridian say"; not "our new project", "main risks", "did we budget".
  bool stands_as_name(std::size_t i) const {
    if (one_of(before(i), {"i", "we", "you", "they", "it", "he", "she", "to"})) return false;
    std::size_t first = i;  // of the words that may describe it
    while (first > 0 && !begins_clause(words_, first) && !index_terms(before(first)).empty() &&
           !only_asks_for_memories(before(first)))
      --first;
    if (is(WordClass::determiner, before(first)) || is(WordClass::telling_adjective, before(i))) return false;
    return is(WordClass::auxiliary, before(i)) || words_[i].possessive || ends_clause(words_, i + 1) ||
           index_terms(word(i + 1)).empty();
  }

  // "All but Halcyon's", "not Meridian"; "after the Halcyon call" what was said then is asked for, and not there.
  bool is_left_out(const MeetingMention& mention) const {
    std::size_t first = mention.first;
    while (is(WordClass::determiner, before(first))) --first;
    return is_excluded(words_, mention.first, mention.last) || one_of(before(first), {"not", "before", "after"});
  }

  // "Acme France" is what both words name.
  bool joins(MeetingMention& before, std::size_t i, std::span<const std::uint32_t> meetings) const {
    if (before.last != i || words_[i].parted || words_[i - 1].possessive) return false;
    std::vector<std::uint32_t> both;
    std::ranges::set_intersection(before.meetings, meetings, std::back_inserter(both));
    if (both.empty()) return false;
    before.meetings = std::move(both);
    before.last = i + 1;
    return true;
  }

  // In another meeting that may be asked. A word that no index has ("the") counts as said.
  bool is_said_elsewhere(std::string_view word, std::span<const std::uint32_t> meetings) {
    const auto terms = index_terms(word);
    if (terms.empty()) return true;
    return std::ranges::any_of(projects(), [&](std::string_view project) {
      const auto hits = said_.matches(terms, project, Level::episode).hits;
      return std::ranges::any_of(hits, [&](const Hit& hit) {
        const auto meeting = meeting_of(hit.ordinal);
        return scope_.has_meeting(meeting) && !std::ranges::binary_search(meetings, meeting);
      });
    });
  }

  // Those that may be asked. Most questions have no word that must be looked for.
  const std::set<std::string_view>& projects() {
    if (!projects_.empty()) return projects_;
    for (std::uint32_t m = 0; m < scope_.index().meetings.size(); ++m) {
      if (scope_.has_meeting(m)) projects_.insert(scope_.index().meetings[m]->project);
    }
    return projects_;
  }

  std::uint32_t meeting_of(Ordinal ordinal) const {
    const auto& meetings = scope_.index().meetings;
    const auto behind = std::ranges::upper_bound(meetings, ordinal, {}, [](const auto& one) { return one->first; });
    return static_cast<std::uint32_t>(behind - meetings.begin()) - 1;
  }

  const RosterScope& scope_;
  const std::optional<TimeMention>& when_;
  std::span<const NameMention> names_;
  const LexicalView& said_;
  bool headline_;
  std::set<std::string_view> projects_;
};

MemoryFilter only(std::span<const MeetingMention> mentions, const Roster::Index& index) {
  MemoryFilter filter;
  for (const auto& mention : mentions) {
    for (const auto number : mention.meetings) filter.meetings.push_back(index.meetings[number]->id);
  }
  return filter;
}

// "The last call", which is theirs also where they had but one; not "the last design review".
bool is_by_order_alone(const MeetingMention& mention, std::span<const PlacedWord> words) {
  const auto is_order = [](std::string_view word) { return one_of(word, {"last", "latest", "first", "previous"}); };
  const auto own = words.subspan(mention.first, mention.last - mention.first);
  return !mention.since && std::ranges::any_of(own, is_order, &PlacedWord::word) &&
         std::ranges::all_of(own, [&](const PlacedWord& one) {
           return is_order(one.word) || is(WordClass::meeting, one.word) || index_terms(one.word).empty();
         });
}

}  // namespace

std::vector<MeetingMention> find_title_names(std::span<const PlacedWord> words, const RosterScope& scope,
                                             const std::optional<TimeMention>& when, std::span<const NameMention> names,
                                             const LexicalView& said) {
  return TitleNames(words, scope, when, names, said).find();
}

std::vector<MeetingMention> place_within(std::vector<MeetingMention>& titled, std::span<const MeetingMention> placed,
                                         std::span<const PlacedWord> words, const RosterScope& scope,
                                         const std::optional<TimeMention>& when, std::span<const NameMention> names) {
  const auto overlaps = [&](const MeetingMention& name) {
    return std::ranges::any_of(placed, [&](const auto& p) { return p.first < name.last && name.first < p.last; });
  };
  std::erase_if(titled, [&](const MeetingMention& name) { return !name.as_name || overlaps(name); });
  if (titled.empty()) return {};
  const auto theirs = only(titled, scope.index());
  const auto last = std::ranges::find_if(placed, [&](const auto& p) { return is_by_order_alone(p, words); });
  if (theirs.meetings.size() == 1 && last != placed.end())
    return {{.first = last->first, .last = last->last, .meetings = titled.front().meetings}};
  return find_meetings(words, RosterScope(scope.index(), theirs), when, names);
}

}  // namespace hebb
