// Transcripts as JSON: our own turns, and what Fireflies, Whisper, Google Meet and others write.
#include <yyjson.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <format>
#include <memory>
#include <unordered_map>
#include <utility>

#include "text/format_readers.h"
#include "text/json_entries.h"
#include "text/json_meeting.h"
#include "text/json_values.h"
#include "text/placed_words.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

// A value costs 16 bytes, so that "[[[[…" would take sixteen times its size: no transcript needs so many.
constexpr std::size_t kMostJsonMemory = std::size_t{1} << 30;

struct Budget {
  std::size_t left = kMostJsonMemory;
  bool spent = false;

  bool take(std::size_t size) {
    if (size > left) return !(spent = true);
    left -= size;
    return true;
  }
};

yyjson_alc allocator_of(Budget& budget) {
  return {.malloc = [](void* context, std::size_t size) -> void* {
            return static_cast<Budget*>(context)->take(size) ? std::malloc(size) : nullptr;
          },
          .realloc = [](void* context, void* block, std::size_t old, std::size_t size) -> void* {
            auto* of_call = static_cast<Budget*>(context);
            if (!of_call->take(size)) return nullptr;
            of_call->left += old;
            return std::realloc(block, size);
          },
          .free = [](void*, void* block) { std::free(block); },
          .ctx = &budget};
}

struct FreeDocument {
  void operator()(yyjson_doc* document) const { yyjson_doc_free(document); }
};

// Whether an object ends where `at` says, and the next begins on a line below.
bool is_json_lines(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::string_view between = before.substr(trimmed(before).end() - before.begin());
  return trimmed(before).ends_with('}') && between.contains('\n') && text.substr(at).starts_with('{');
}

std::unexpected<Error> malformed(std::string_view text, const yyjson_read_err& error, const Budget& budget) {
  if (error.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) {
    if (!budget.spent) throw std::bad_alloc();
    return fail(ErrorCode::invalid_argument, "the JSON holds too many values for a transcript");
  }
  const std::size_t at = std::min(error.pos, text.size());
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::ranges::count(before, '\n');
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
  const auto column = 1 + count_characters(in_line);
  if (error.code == YYJSON_READ_ERROR_UNEXPECTED_CONTENT && is_json_lines(text, at)) {
    return fail(ErrorCode::invalid_argument,
                "the input is JSON Lines, a value on each line, which is not read; what is read is one JSON array: [ "
                "before the "
                "first line, commas between the lines, ] behind the last");
  }
  return fail(ErrorCode::invalid_argument,
              std::format("malformed JSON on line {}, column {}: {}", line, column, error.msg));
}

// The line on which a value stands: parsed in place, its strings lie in the text.
class LineFinder {
 public:
  LineFinder(std::string_view text, const char* parsed) : text_(text), parsed_(parsed) {}

  // 0 for a value without a string.
  std::uint32_t line_of(yyjson_val* value) {
    while (yyjson_is_ctn(value)) {
      if (unsafe_yyjson_get_len(value) == 0) return 0;
      value = unsafe_yyjson_get_first(value);
    }
    if (!yyjson_is_str(value)) return 0;
    const auto at = static_cast<std::size_t>(yyjson_get_str(value) - parsed_);
    if (at < at_ || at > text_.size()) return 0;
    line_ += static_cast<std::uint32_t>(std::ranges::count(text_.substr(at_, at - at_), '\n'));
    at_ = at;
    return line_;
  }

 private:
  std::string_view text_;
  const char* parsed_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

class EntriesReader {
 public:
  EntriesReader(const JsonTranscript& found, LineFinder lines, TranscriptBuilder& out)
      : found_(&found), lines_(lines), out_(&out) {}

  void read() {
    for (auto parent = found_->parents.rbegin(); parent != found_->parents.rend(); ++parent) read_parent(*parent);
    std::size_t index;
    std::size_t count;
    yyjson_val* item;
    yyjson_arr_foreach(found_->entries, index, count, item) {
      note_writer(item);
    }
    yyjson_arr_foreach(found_->entries, index, count, item) {
      read_entry(item, index);
    }
  }

 private:
  void read_parent(yyjson_val* object) {
    if (const auto title = json_title(object)) out_->set_title(*title);
    out_->set_start(json_date(object));
    for (const JsonPerson& person : json_people(object)) {
      out_->add_participant(person.name);
      if (!person.id.empty() && person.id != person.name) names_.try_emplace(person.id, person.name);
    }
    for (const JsonPerson& speaker : json_speakers(object)) names_.try_emplace(speaker.id, speaker.name);
  }

  // Slack's: some messages name their writer beside the id, others give the id alone.
  void note_writer(yyjson_val* item) {
    const auto id = json_text(yyjson_obj_get(item, "user"));
    const auto name = id ? first_text(yyjson_obj_get(item, "user_profile"), kWriterNames) : std::nullopt;
    if (name) names_.try_emplace(std::string(*id), *name);
  }

  void read_entry(yyjson_val* item, std::size_t index) {
    const bool keeps = out_->keeps_warnings();  // there may be millions of the same
    const std::uint32_t line = keeps ? lines_.line_of(item) : 0;
    JsonEntry read = read_json_entry(item, found_->milliseconds);
    if (!read.text) {
      out_->skip("bad_entry", keeps ? std::format("entry {} (from 0) has no text and was left out", index) : "", line);
      return;
    }
    if (read.bad_time) {
      out_->warn("bad_time", keeps ? std::format("a time of entry {} (from 0) could not be read", index) : "", line);
    }
    if (read.start_instant) {
      // Offsets from the meeting's beginning where the file states it with its time, else from the first entry.
      if (!origin_) {
        const bool stated = out_->start() && !out_->has_only_day() && *out_->start() <= *read.start_instant;
        origin_ = stated ? out_->start() : read.start_instant;
      }
      out_->set_start(origin_);
      read.start = offset(*read.start_instant);
      if (read.end_instant) read.end = offset(*read.end_instant);
    }
    if (read.speaker) {
      if (const auto name = names_.find(*read.speaker); name != names_.end()) read.speaker = std::string(name->second);
    }
    out_->add_even_empty({.speaker = std::move(read.speaker),
                          .start = read.start,
                          .end = read.end,
                          .text = std::move(*read.text),
                          .line = line});
  }

  std::optional<Milliseconds> offset(Instant instant) const {
    const auto since = instant - *origin_;
    return since >= Milliseconds(0) && since < std::chrono::hours(24 * 7) ? std::optional(since) : std::nullopt;
  }

  const JsonTranscript* found_;
  LineFinder lines_;
  TranscriptBuilder* out_;
  std::unordered_map<std::string, std::string_view> names_;  // of participants by the id that entries give
  std::optional<Instant> origin_;
};

}  // namespace

bool looks_like_json(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2 || (text.front() != '{' && text.front() != '[')) return false;
  const std::string_view inner = trimmed(text.substr(1));
  if (inner.empty()) return false;
  const char next = inner.front();
  // Prose may begin with a mark: "{laughter} Well", "[Music] Welcome".
  if (text.front() == '{') return next == '"' || next == '}' || text.back() == '}';
  return next == '{' || next == '[' || next == ']' || next == '"';
}

Result<std::optional<std::string>> read_json(std::string_view text, TranscriptBuilder& out) {
  std::string parsed(text);
  parsed.append(YYJSON_PADDING_SIZE, '\0');
  Budget budget;
  const yyjson_alc allocator = allocator_of(budget);
  yyjson_read_err error{};
  const std::unique_ptr<yyjson_doc, FreeDocument> document(
      yyjson_read_opts(parsed.data(), text.size(), YYJSON_READ_INSITU, &allocator, &error));
  if (!document) return malformed(text, error, budget);
  const auto found = find_json_transcript(yyjson_doc_get_root(document.get()));
  if (!found) {
    return fail(ErrorCode::invalid_argument,
                "the JSON holds no list of turns (an array, or one named turns, transcript, sentences, segments, "
                "entries, transcriptEntries, utterances or meeting_transcripts)");
  }
  out.set_format(found->format);
  EntriesReader(*found, LineFinder(text, parsed.data()), out).read();
  const auto inner = json_text(found->entries);
  return inner ? std::optional(std::string(*inner)) : std::nullopt;
}

}  // namespace hebb
