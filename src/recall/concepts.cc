#include "recall/concepts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <ranges>
#include <unordered_map>

#include "recall/fusion.h"

namespace hebb {
namespace {

constexpr double kUnit = 1 << 30;

class Listing {
 public:
  Listing(const ConceptGround& ground, const ConceptRanking& ranking) : g_(ground), p_(ranking) {}

  std::vector<ListedConcept> best(std::size_t limit) {
    find_strongest();
    moments_ = moments_of(g_.cosine);
    for (const auto& [project, concepts] : projects()) consider(*project, *concepts);
    std::ranges::sort(found_, [](const Found& a, const Found& b) {
      return a.listed.score != b.listed.score ? a.listed.score > b.listed.score
                                              : a.listed.concept_->id < b.listed.concept_->id;
    });
    return distinct(limit);
  }

 private:
  struct Strong {
    Ordinal ordinal = 0;
    float share = 0;  // of the activation of all that are strong
  };
  struct Found {
    ListedConcept listed;
    std::vector<Ordinal> activated;  // mentions among the strongest
  };

  bool shows(Ordinal ordinal) const { return g_.shown.shows(ordinal); }

  // What the activation falls on: at most so many, by strength, then by id.
  void find_strongest() {
    float most = 0;
    for (const float one : g_.active) most = std::max(most, one);
    if (most <= 0) return;
    for (const auto& stretch : g_.field.stretches()) {
      for (std::size_t i = 0; i < stretch.size; ++i) {
        const float active = g_.active[stretch.begin + i];
        const Ordinal ordinal = stretch.meeting->first + static_cast<Ordinal>(i);
        if (active >= p_.least_active * most && shows(ordinal)) strongest_.push_back({ordinal, active});
      }
    }
    const auto stronger = [&](const Strong& a, const Strong& b) {
      if (a.share != b.share) return a.share > b.share;
      return g_.catalog.memory(a.ordinal).id < g_.catalog.memory(b.ordinal).id;
    };
    const auto end = strongest_.begin() + static_cast<std::ptrdiff_t>(std::min(p_.most_active, strongest_.size()));
    std::ranges::partial_sort(strongest_, end, stronger);
    strongest_.erase(end, strongest_.end());
    float sum = 0;
    for (const Strong& one : strongest_) sum += one.share;
    for (Strong& one : strongest_) one.share /= sum;
  }

  // Of the field's meetings.
  std::map<const std::string*, const ProjectConcepts*, decltype([](auto* a, auto* b) { return *a < *b; })> projects()
      const {
    decltype(projects()) in_scope;
    for (const auto& stretch : g_.field.stretches()) {
      const auto project = g_.view.projects.find(stretch.meeting->project);
      if (project != g_.view.projects.end()) in_scope.emplace(&project->first, project->second.get());
    }
    return in_scope;
  }

  void consider(const std::string& project, const ProjectConcepts& concepts) {
    std::map<std::uint32_t, std::vector<std::size_t>> activated;  // concept -> indices of the strongest
    for (std::size_t i = 0; i < strongest_.size(); ++i) {
      const Ordinal ordinal = strongest_[i].ordinal;
      if (g_.catalog.meeting_of(ordinal).project != project) continue;
      for (auto at = std::ranges::lower_bound(concepts.said, ordinal, {}, &ProjectConcepts::Said::ordinal);
           at != concepts.said.end() && at->ordinal == ordinal; ++at)
        activated[at->number].push_back(i);
    }
    for (const std::string& term : g_.terms) {
      const auto named = concepts.by_term.find(term);
      if (named == concepts.by_term.end()) continue;
      for (const std::uint32_t number : named->second) activated.try_emplace(number);
    }
    for (const auto& [number, at] : activated) add(project, concepts, concepts.concepts[number], at);
  }

  void add(const std::string& project, const ProjectConcepts& concepts, const Concept& one,
           const std::vector<std::size_t>& at) {
    float said = 0, all = 0;
    for (std::size_t i = 0; i < one.terms.size(); ++i) {
      all += one.idf[i];
      if (std::ranges::contains(g_.terms, one.terms[i])) said += one.idf[i];
    }
    const bool named = said > 0 && said == all;
    if (at.size() < (named ? 1 : p_.least_support)) return;
    Found found{.listed = {.concept_ = &one, .project = &project}};
    ListedConcept& listed = found.listed;
    const float share = all > 0 ? said / all : 0;
    const auto rarest = static_cast<float>(std::log1p(static_cast<double>(concepts.memories)) *
                                           static_cast<double>(std::max<std::size_t>(one.terms.size(), 1)));
    listed.words = share * share * all / rarest;
    listed.activated = static_cast<std::uint32_t>(at.size());
    float a = 0;
    for (const std::size_t i : at) {
      a += strongest_[i].share;
      found.activated.push_back(strongest_[i].ordinal);
    }
    const auto p =
        static_cast<float>(one.mentions.size()) / static_cast<float>(std::max<std::size_t>(concepts.memories, 1));
    listed.activation = a > p ? a * std::log(a / p) : 0;
    // Counting is what takes time; the question's meaning alone makes no concept its matter.
    if (listed.words + listed.activation < p_.least_evidence || !count(one, listed)) return;
    listed.meaning = p_.meaning * moments_.standardise(listed.cosine);
    listed.score = listed.words + listed.meaning + listed.activation;
    if (listed.score < p_.least_score) return;
    found_.push_back(std::move(found));
  }

  // Over the mentions that may be shown; false when there are none. Of the mean cosine those in the field.
  bool count(const Concept& one, ListedConcept& listed) const {
    const CatalogMeeting* last = nullptr;
    const EpisodeField::Stretch* stretch = nullptr;
    std::int64_t cosines = 0;  // in fixed point, so that the order of import does not show
    std::int64_t known = 0;
    for (const Ordinal ordinal : one.mentions) {
      if (!shows(ordinal)) continue;
      ++listed.mentions;
      if (last == nullptr || ordinal >= last->end()) {
        last = &g_.catalog.meeting_of(ordinal);
        const auto found = stretches_.find(last->first);
        stretch = found == stretches_.end() ? nullptr : found->second;
        ++listed.meetings;
      }
      if (stretch != nullptr) {
        cosines += std::llround(kUnit * g_.cosine[stretch->begin + ordinal - last->first]);
        ++known;
      }
    }
    if (known > 0)
      listed.cosine = static_cast<float>(static_cast<double>(cosines) / static_cast<double>(known) / kUnit);
    return listed.mentions > 0;
  }

  std::optional<std::size_t> place(Ordinal ordinal) const {
    const CatalogMeeting& meeting = g_.catalog.meeting_of(ordinal);
    const auto found = stretches_.find(meeting.first);
    return found == stretches_.end() ? std::nullopt : std::optional(found->second->begin + ordinal - meeting.first);
  }

  // Without those that only say again what a better one says.
  std::vector<ListedConcept> distinct(std::size_t limit) {
    std::vector<ListedConcept> kept;
    std::vector<const Found*> taken;
    for (const Found& one : found_) {
      if (kept.size() == limit) break;
      const auto same = [&](const Found* better) {
        const auto& words = better->listed.concept_->terms;
        const auto& own = one.listed.concept_->terms;
        if (std::ranges::all_of(own, [&](const auto& t) { return std::ranges::contains(words, t); })) return true;
        if (std::ranges::none_of(own, [&](const auto& t) { return std::ranges::contains(words, t); })) return false;
        const auto both = std::ranges::count_if(
            one.activated, [&](Ordinal ordinal) { return std::ranges::contains(better->activated, ordinal); });
        return static_cast<float>(both) >= p_.same * static_cast<float>(one.activated.size());
      };
      if (std::ranges::any_of(taken, same)) continue;
      taken.push_back(&one);
      kept.push_back(one.listed);
      kept.back().foremost = foremost(*one.listed.concept_);
    }
    return kept;
  }

  std::vector<Ordinal> foremost(const Concept& one) const {
    std::vector<std::pair<float, Ordinal>> order;
    for (const Ordinal ordinal : one.mentions) {
      if (!shows(ordinal)) continue;
      const auto at = place(ordinal);
      order.emplace_back(at ? g_.active[*at] : 0.0f, ordinal);
    }
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(p_.most_mentions, order.size()));
    std::ranges::partial_sort(order, end, [&](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return g_.catalog.memory(a.second).id < g_.catalog.memory(b.second).id;
    });
    std::vector<Ordinal> ordinals;
    for (auto at = order.begin(); at != end; ++at) ordinals.push_back(at->second);
    return ordinals;
  }

  using Stretches = std::unordered_map<Ordinal, const EpisodeField::Stretch*>;  // by their meetings' first ordinal

  static Stretches stretches_of(const EpisodeField& field) {
    Stretches stretches;
    stretches.reserve(field.stretches().size());
    for (const auto& stretch : field.stretches()) stretches.emplace(stretch.meeting->first, &stretch);
    return stretches;
  }

  const ConceptGround& g_;
  const ConceptRanking& p_;
  const Stretches stretches_ = stretches_of(g_.field);
  std::vector<Strong> strongest_;
  Moments moments_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<ListedConcept> concepts_of(const ConceptGround& ground, std::size_t limit, const ConceptRanking& ranking) {
  return Listing(ground, ranking).best(limit);
}

}  // namespace hebb
