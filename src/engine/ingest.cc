// One transcript's way in: bytes -> turns -> memories -> one store transaction -> published to the indexes.
#include <chrono>
#include <format>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "base/digest.h"
#include "engine/engine_impl.h"
#include "extract/extract.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

Result<Transcript> transcript_of(const IngestRequest& request, const EngineOptions& options) {
  if (const auto* bytes = std::get_if<std::string>(&request.transcript)) {
    if (bytes->size() > options.max_text_bytes) {
      return fail(ErrorCode::invalid_argument, std::format("the transcript has {} bytes; at most {} are taken",
                                                           bytes->size(), options.max_text_bytes));
    }
    return read_transcript(*bytes, {.file_name = request.file_name, .format = request.format});
  }
  Transcript transcript{.format = "json_turns", .turns = std::get<std::vector<Turn>>(request.transcript)};
  std::uint32_t number = 0;
  for (Turn& turn : transcript.turns) turn.number = number++;
  transcript.language = guess_language(transcript.turns);
  return transcript;
}

// Declared participants first, then whoever speaks, in order of their first word.
std::vector<std::string> all_participants(const IngestRequest& request, const Transcript& transcript) {
  std::vector<std::string> names;
  std::unordered_set<std::string_view> seen;  // of the request's and the transcript's own strings
  const auto add = [&](const std::string& name) {
    if (!name.empty() && seen.insert(name).second) names.push_back(name);
  };
  for (const auto& name : request.participants) add(name);
  for (const auto& name : transcript.participants) add(name);
  for (const Turn& turn : transcript.turns) {
    if (turn.speaker) add(*turn.speaker);
  }
  return names;
}

std::string title_of(const IngestRequest& request, const Transcript& transcript) {
  if (request.title && !request.title->empty()) return *request.title;
  if (transcript.title && !transcript.title->empty()) return *transcript.title;
  const std::string named = title_of_file_name(request.file_name);
  return named.empty() ? "Untitled meeting" : named;
}

Meeting meeting_of(const IngestRequest& request, const Transcript& transcript) {
  Meeting meeting;
  meeting.project = request.project;
  meeting.title = valid_utf8(title_of(request, transcript));  // a file's name may be any bytes
  meeting.external_id = request.external_id;
  meeting.started_at = request.started_at ? request.started_at : transcript.started_at;
  meeting.date_source = request.started_at ? DateSource::given : transcript.date_source;
  meeting.participants = all_participants(request, transcript);
  meeting.format = transcript.format;
  if (const auto* bytes = std::get_if<std::string>(&request.transcript)) meeting.source_digest = to_hex(sha256(*bytes));
  meeting.language = request.language ? request.language : transcript.language;
  meeting.metadata = request.metadata;
  meeting.id = meeting_id_of(meeting, transcript.turns);
  return meeting;
}

IngestReply report_of(const Meeting& meeting, const Transcript& transcript) {
  IngestReply reply;
  reply.meeting_id = meeting.id;
  reply.title = meeting.title;
  reply.format = meeting.format;
  reply.started_at = meeting.started_at;
  reply.date_source = meeting.date_source;
  reply.language = meeting.language;
  reply.turns = static_cast<std::uint32_t>(transcript.turns.size());
  reply.skipped_entries = transcript.skipped_entries;
  reply.warnings = transcript.warnings;
  reply.warning_count = transcript.warning_count;
  return reply;
}

// Whether other words or speakers are stored than were sent, but for what was erased since, and for who was renamed.
bool differ(std::span<const Turn> sent, std::span<const Turn> stored) {
  if (sent.size() != stored.size()) return true;
  std::unordered_map<std::string_view, std::string_view> shown;  // by the name that was sent
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const Turn& kept = stored[i];
    if (kept.text.empty()) continue;  // erased
    if (sent[i].text != kept.text || sent[i].speaker.has_value() != kept.speaker.has_value()) return true;
    if (!kept.speaker) continue;
    if (shown.try_emplace(*sent[i].speaker, *kept.speaker).first->second != *kept.speaker) return true;
  }
  return false;
}

}  // namespace

Result<std::optional<TranscriptWarning>> Engine::Impl::content_differs(std::string_view what, const Meeting& sent,
                                                                       std::span<const Turn> turns) const {
  if (!sent.external_id) return std::nullopt;  // else the id is made of the content
  const auto summary = store_->meeting(sent.id);
  if (!summary) return std::unexpected(summary.error());
  if (!*summary) return std::nullopt;
  const std::string& digest = (*summary)->meeting.source_digest;
  if (!digest.empty() && digest == sent.source_digest) return std::nullopt;
  const auto stored = store_->turns(sent.id, 0, UINT32_MAX);
  if (!stored) return std::unexpected(stored.error());
  if (!differ(turns, *stored)) return std::nullopt;
  return TranscriptWarning{
      .code = "content_differs",
      .message = std::format("this external_id is stored with other words or speakers, which stay as "
                             "they are; to replace them erase that {} first, or send another external_id",
                             what),
      .line = {}};
}

Result<IngestReply> Engine::Impl::report_of_known(const Meeting& meeting, std::span<const Turn> turns,
                                                  IngestReply reply) const {
  const MeetingId& id = meeting.id;
  const auto summary = store_->meeting(id);
  if (!summary) return std::unexpected(summary.error());
  if (!*summary)
    return fail(ErrorCode::conflict, "meeting " + id.text() + " was erased while it was imported; import it again");
  if ((*summary)->meeting.project != meeting.project) return moved_away();
  reply.title = (*summary)->meeting.title;
  reply.started_at = (*summary)->meeting.started_at;
  reply.date_source = (*summary)->meeting.date_source;
  reply.language = (*summary)->meeting.language;
  reply.turns = (*summary)->turns;
  reply.memories = (*summary)->memories;
  auto differs = content_differs("meeting", meeting, turns);
  if (!differs) return std::unexpected(differs.error());
  if (*differs) {
    reply.warnings.insert(reply.warnings.begin(), **std::move(differs));  // before those on what is not stored
    ++reply.warning_count;
  }
  return reply;
}

std::unexpected<Error> Engine::Impl::moved_away() {
  return fail(ErrorCode::conflict,
              "this was imported into the project before and has been moved to another; with another title, time or "
              "external_id it can be imported again");
}

Result<PutOutcome> Engine::Impl::put_record(const MeetingRecord& record, Instant now, const Budget& budget) {
  return write(budget, [&, this]() -> Result<PutOutcome> {
    const auto outcome = store_->put_meeting(record, now);
    if (outcome && outcome->created) {
      apply([&, this] { return derived()->add(record.meeting, record.memories, outcome->seq); });
      wake_folder();
    }
    return outcome;
  });
}

Result<IngestReply> Engine::Impl::ingest(const IngestRequest& request, Instant now, const Budget& budget) {
  const auto began = std::chrono::steady_clock::now();
  const auto finish = [&](IngestReply reply) {
    const auto spent = std::chrono::steady_clock::now() - began;
    reply.processing_time_ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
    return reply;
  };
  auto transcript = transcript_of(request, options_);
  if (!transcript) return std::unexpected(transcript.error());
  if (transcript->turns.empty()) return fail(ErrorCode::invalid_argument, "the transcript has no turns");
  if (transcript->turns.size() > options_.max_turns) {
    return fail(ErrorCode::invalid_argument, std::format("the transcript has {} turns; at most {} are taken",
                                                         transcript->turns.size(), options_.max_turns));
  }
  MeetingRecord record{.meeting = meeting_of(request, *transcript)};
  IngestReply reply = report_of(record.meeting, *transcript);
  const auto known = store_->has_meeting(record.meeting.id);
  if (!known) {
    note_write(known.error(), {}, std::nullopt);  // a damaged store is found by whoever reads first
    return std::unexpected(known.error());
  }
  if (*known) return report_of_known(record.meeting, transcript->turns, std::move(reply)).transform(finish);

  auto extraction = extract_memories(record.meeting, transcript->turns, *encoder_, {.budget = budget});
  if (!extraction) return std::unexpected(extraction.error());
  record.turns = std::move(transcript->turns);
  record.memories = std::move(extraction->memories);
  record.connections = std::move(extraction->connections);
  const auto put = put_record(record, now, budget);
  if (!put) return std::unexpected(put.error());
  if (!put->created) return report_of_known(record.meeting, record.turns, std::move(reply)).transform(finish);

  reply.created = true;
  reply.turns_remembered = extraction->report.turns_remembered;
  reply.dropped = extraction->report.dropped;
  reply.connections = static_cast<std::uint32_t>(record.connections.size());
  for (const Memory& memory : record.memories) {
    ++reply.memories[static_cast<std::size_t>(memory.level)];
    ++reply.by_type[std::string(to_string(memory.type))];
  }
  return finish(std::move(reply));
}

}  // namespace hebb
