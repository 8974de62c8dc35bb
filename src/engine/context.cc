#include "engine/context.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "engine/engine_impl.h"
#include "engine/question.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// After so many that do not fit, what still might is too far down to be worth a citation: on QMSum train 8 gain as much
// as any number, within .002 of R@500, with fewer stray passages.
constexpr std::size_t kPassedOver = 8;

// Memories to rank for a budget: three times what fills it on QMSum (24 words each), for talk in short turns.
std::size_t candidates_for(std::size_t budget) {
  return budget / 8 + 2 * kPassedOver;
}

struct Chosen {
  RankedMemory ranked;
  std::size_t words = 0;
};

std::vector<Chosen> chosen_within(std::span<const RankedMemory> ranked, std::size_t budget) {
  std::vector<Chosen> chosen;
  std::size_t left = budget;
  std::size_t passed_over = 0;
  for (const RankedMemory& one : ranked) {
    const std::size_t words = count_words(one.memory->text);
    if (words <= left) {
      chosen.push_back({one, words});
      left -= words;
    } else if (++passed_over == kPassedOver) {
      break;
    }
  }
  return chosen;
}

bool earlier(const Chosen& a, const Chosen& b) {
  const auto key = [](const Chosen& one) {
    const CatalogMeeting& meeting = *one.ranked.meeting;
    return std::tuple(!meeting.started_at, meeting.started_at.value_or(Instant()), std::string_view(meeting.title),
                      meeting.id, one.ranked.memory->position);
  };
  return key(a) < key(b);
}

Passage begun_with(const RankedMemory& ranked) {
  const Memory& memory = *ranked.memory;
  return {.meeting = ranked.meeting->id,
          .meeting_title = ranked.meeting->title,
          .project = ranked.meeting->project,
          .occurred_at = moment_of(*ranked.meeting, memory.start),
          .start = memory.start,
          .end = memory.end,
          .first_turn = memory.first_turn,
          .last_turn = memory.last_turn,
          .score = ranked.score};
}

void append(Passage& passage, const Chosen& chosen) {
  const Memory& memory = *chosen.ranked.memory;
  passage.memories.push_back(memory.id);
  passage.words += chosen.words;
  passage.score = std::max(passage.score, chosen.ranked.score);
  passage.first_turn = std::min(passage.first_turn, memory.first_turn);
  passage.last_turn = std::max(passage.last_turn, memory.last_turn);
  if (memory.end) passage.end = std::max(passage.end.value_or(*memory.end), *memory.end);
  if (!passage.lines.empty() && passage.lines.back().speaker == memory.speaker) {
    passage.lines.back().text += " " + memory.text;
    return;
  }
  passage.lines.push_back({memory.speaker, memory.text});
  if (memory.speaker && !std::ranges::contains(passage.speakers, *memory.speaker)) {
    passage.speakers.push_back(*memory.speaker);
  }
}

}  // namespace

std::vector<Passage> packed_passages(std::span<const RankedMemory> ranked, std::size_t budget) {
  std::vector<Chosen> chosen = chosen_within(ranked, budget);
  std::ranges::sort(chosen, earlier);
  std::vector<Passage> passages;
  const Memory* before = nullptr;
  for (const Chosen& one : chosen) {
    const Memory& memory = *one.ranked.memory;
    const bool touches =
        before != nullptr && before->meeting == memory.meeting && before->position + 1 == memory.position;
    if (!touches) passages.push_back(begun_with(one.ranked));
    append(passages.back(), one);
    before = &memory;
  }
  return passages;
}

Result<ContextReply> Engine::Impl::context(const ContextRequest& request, const Budget& budget) {
  ContextReply reply{.query = request.query, .budget = request.words};
  const auto current = view();
  auto question = encoded_question(*current, vectors_of_questions_, request.query, request.filters, request.now);
  if (!question) return std::unexpected(question.error());
  if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
  question->query.results = candidates_for(request.words);
  question->query.activation = options_.max_activation_depth > 0;
  // Not shortened where little is found, as a query is: whoever reads a context has `answerable` and asked for so much.
  const Recalled recalled = recall(*current, question->query, options_.recall);
  if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
  reply.answerable = recalled.answerable;
  reply.degraded = recalled.degraded;
  reply.state = current->applied_seq;

  std::vector<MemoryId> ids;
  ids.reserve(recalled.results.size());
  for (const Scored& one : recalled.results) ids.push_back(current->catalog->memory(one.ordinal).id);
  const auto memories = store_->memories(ids, false);
  if (!memories) return std::unexpected(memories.error());
  std::unordered_map<MemoryId, const Memory*> by_id;
  for (const Memory& memory : *memories) by_id.emplace(memory.id, &memory);
  std::vector<RankedMemory> ranked;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = by_id.find(ids[i]);
    if (found == by_id.end()) continue;  // erased since the view was taken
    const Scored& one = recalled.results[i];
    ranked.push_back({found->second, &current->catalog->meeting_of(one.ordinal), one.score});
  }
  reply.passages = packed_passages(ranked, request.words);
  for (const Passage& passage : reply.passages) reply.words += passage.words;
  return reply;
}

}  // namespace hebb
