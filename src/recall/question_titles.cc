// Meetings that a question names by what nobody says: a client's or a project's name that stands in their titles alone.
#include <algorithm>
#include <iterator>
#include <set>

#include "recall/question_names.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kShortestName = 3;  // letters or digits

class TitleNames {
 public:
  TitleNames(std::span<const PlacedWord> words, const RosterScope& scope, const std::optional<TimeMention>& when,
             std::span<const NameMention> names, const LexicalView& said)
      : words_(words), scope_(scope), when_(when), names_(names), said_(said) {}

  std::vector<MeetingMention> find() const {
    std::vector<MeetingMention> mentions;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].word.size() < kShortestName || has_other_use(i)) continue;
      auto meetings = scope_.titled(words_[i].word);
      if (meetings.empty() || meetings.size() == scope_.meetings()) continue;  // of all, it tells nothing
      if (is_said_elsewhere(words_[i].word, meetings)) continue;
      mentions.push_back({.first = i, .last = i + 1, .meetings = std::move(meetings)});
    }
    return mentions;
  }

 private:
  bool has_other_use(std::size_t i) const {
    const auto has = [&](const auto& mention) { return mention.first <= i && i < mention.last; };
    return std::ranges::any_of(names_, has) || (when_ && has(*when_));
  }

  // In a meeting of the same projects. A word that no index has ("the") counts as said.
  bool is_said_elsewhere(std::string_view word, std::span<const std::uint32_t> meetings) const {
    const auto terms = index_terms(word);
    if (terms.empty()) return true;
    std::set<std::string_view> projects;
    for (const auto meeting : meetings) projects.insert(catalogued(meeting).project);
    return std::ranges::any_of(projects, [&](std::string_view project) {
      const auto hits = said_.matches(terms, project, Level::episode).hits;
      return std::ranges::any_of(hits, [&](const Hit& hit) {
        const auto behind =
            std::ranges::upper_bound(meetings, hit.ordinal, {}, [&](auto m) { return catalogued(m).first; });
        return behind == meetings.begin() || hit.ordinal >= catalogued(*std::prev(behind)).end();
      });
    });
  }

  const CatalogMeeting& catalogued(std::uint32_t meeting) const { return *scope_.index().meetings[meeting]; }

  std::span<const PlacedWord> words_;
  const RosterScope& scope_;
  const std::optional<TimeMention>& when_;
  std::span<const NameMention> names_;
  const LexicalView& said_;
};

}  // namespace

std::vector<MeetingMention> find_title_names(std::span<const PlacedWord> words, const RosterScope& scope,
                                             const std::optional<TimeMention>& when, std::span<const NameMention> names,
                                             const LexicalView& said) {
  return TitleNames(words, scope, when, names, said).find();
}

}  // namespace hebb
