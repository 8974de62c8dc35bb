#include "extract/contexts.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "extract/segments.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kPhrases = 8;
constexpr std::size_t kPhrasesInText = 5;
constexpr std::size_t kMostStatements = 3;
constexpr std::string_view kOtherVoice = "\u2014 ";  // statements.h: where another speaker's words joined
constexpr std::size_t kFewestWords = 5;              // of a sentence that stands for its statement

float dot(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

std::span<const float> semantic(const Memory& memory) {
  return std::span(memory.vector).first(kSemanticDimension);
}

Vector mean_vector(std::span<const Memory> members) {
  Vector mean(kVectorDimension, 0.0F);
  for (const auto& member : members) {
    for (std::size_t d = 0; d < kVectorDimension; ++d) mean[d] += member.vector[d];
  }
  const auto begin = std::span(mean).first(kSemanticDimension);
  const auto norm = std::sqrt(dot(begin, begin));
  if (norm > 1e-6F) {
    for (auto& x : begin) x /= norm;
  } else {  // opposite vectors: no mean direction, so the first member's
    std::ranges::copy(semantic(members.front()), begin.begin());
  }
  for (auto& x : std::span(mean).subspan(kSemanticDimension))
    x = std::clamp(x / static_cast<float>(members.size()), 0.0F, 1.0F);
  return mean;
}

// The sentence of a statement that names most of the key phrases; the longest of those that name as many.
std::string_view telling_sentence(std::string_view text, const std::vector<std::string>& phrases,
                                  std::size_t most_words) {
  std::string_view best;
  std::pair<std::size_t, std::size_t> best_rank{0, 0};
  for (auto sentence : split_sentences(text)) {
    if (sentence.starts_with(kOtherVoice)) sentence.remove_prefix(kOtherVoice.size());
    std::string lower;
    std::size_t words = 0;
    for (const auto& word : words_of(sentence)) {
      lower += ' ' + word;
      ++words;
    }
    if (words < kFewestWords || words > most_words) continue;
    const auto named = std::ranges::count_if(phrases, [&](const auto& phrase) { return lower.contains(' ' + phrase); });
    const std::pair rank{static_cast<std::size_t>(named) + 1, words};
    if (rank > best_rank) {
      best_rank = rank;
      best = sentence;
    }
  }
  return best;
}

struct Excerpt {
  std::size_t member = 0;
  std::string_view sentence;
};

std::string text_of(std::span<const Memory> members, const Vector& mean, const std::vector<std::string>& phrases) {
  std::string text;
  for (std::size_t i = 0; i < std::min(phrases.size(), kPhrasesInText); ++i) text += (i == 0 ? "" : ", ") + phrases[i];
  std::size_t words = count_words(text);

  std::vector<float> centrality;
  for (const auto& member : members)
    centrality.push_back(dot(semantic(member), std::span(mean).first(kSemanticDimension)) * (0.5F + member.importance));
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t i) { return centrality[i]; });
  std::vector<Excerpt> excerpts;
  for (const auto i : order) {
    if (excerpts.size() == kMostStatements) break;
    const auto sentence = telling_sentence(members[i].text, phrases, kContextWords - std::min(words, kContextWords));
    if (sentence.empty()) continue;
    words += count_words(sentence);
    excerpts.push_back({i, sentence});
  }
  std::ranges::sort(excerpts, {}, &Excerpt::member);
  for (std::size_t i = 0; i < excerpts.size(); ++i) {
    if (!text.empty()) text += i == 0 ? ": " : " \u2026 ";
    text += excerpts[i].sentence;
  }
  if (!text.empty()) return text;
  // Nothing but short statements without a content word: the first of them.
  return members.front().text;
}

Memory context_of(std::span<const Memory> members, const std::vector<std::string>& phrases) {
  const auto& first = members.front();
  Memory context;
  context.meeting = first.meeting;
  context.level = Level::context;
  context.type = MemoryType::topic;
  context.type_confidence = 1;
  context.first_turn = first.first_turn;
  context.last_turn = first.last_turn;
  context.start = first.start;
  context.end = members.back().end;
  context.speaker = first.speaker;
  for (const auto& member : members) {
    context.last_turn = std::max(context.last_turn, member.last_turn);
    if (member.speaker != first.speaker) context.speaker.reset();
  }
  float sum = 0;
  float most = 0;
  for (const auto& member : members) {
    sum += member.importance;
    most = std::max(most, member.importance);
  }
  context.importance = std::clamp((most + sum / static_cast<float>(members.size())) / 2, 0.0F, 1.0F);
  context.vector = mean_vector(members);
  context.text = text_of(members, context.vector, phrases);
  context.keywords = phrases;
  return context;
}

}  // namespace

std::vector<Memory> contexts_of(std::vector<Memory>& episodes, const KeyPhrases& phrases) {
  std::vector<float> vectors;
  vectors.reserve(episodes.size() * kSemanticDimension);
  for (const auto& episode : episodes) {
    const auto row = semantic(episode);
    vectors.insert(vectors.end(), row.begin(), row.end());
  }
  std::vector<Memory> contexts;
  std::uint32_t same_turn = 0;
  for (const auto& segment : segments_of(vectors)) {
    const auto members = std::span(episodes).subspan(segment.begin, segment.size());
    auto context = context_of(members, phrases.of(segment.begin, segment.end, kPhrases));
    context.position = static_cast<std::uint32_t>(contexts.size());
    same_turn = !contexts.empty() && contexts.back().first_turn == context.first_turn ? same_turn + 1 : 0;
    context.id = memory_id_of(context.meeting, Level::context, "segment", context.first_turn, same_turn);
    for (auto& member : members) member.parent = context.id;
    contexts.push_back(std::move(context));
  }
  return contexts;
}

}  // namespace hebb
