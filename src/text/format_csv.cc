// Tables of turns: CSV as RFC 4180 has it, and with semicolons or tabs between.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "text/format_readers.h"
#include "text/json_times.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

struct CsvRow {
  std::vector<std::string> cells;
  std::vector<std::string_view> written;  // as they stand in the text, from each one's beginning to the row's end
  std::vector<bool> quoted;               // which of them are, from their first mark to their last
  std::uint32_t line;
};

// A quoted cell may hold what parts cells and lines, and two quotes for one.
class CsvCursor {
 public:
  CsvCursor(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  std::optional<CsvRow> next() {
    if (rest_.empty()) return std::nullopt;
    CsvRow row{.cells = {""}, .written = {rest_}, .quoted = {false}, .line = line_};
    while (!rest_.empty()) {
      const std::string_view left = rest_;
      const char c = take();
      std::string& cell = row.cells.back();
      if (c == '\n') {
        end_row(row, left);
        return row;
      }
      if (c == '"' && is_blank(cell) && is_closed()) {
        cell = take_quoted();
        row.quoted.back() = true;
      } else if (c == separator_) {
        row.cells.emplace_back();
        row.written.push_back(rest_);
        row.quoted.push_back(false);
      } else {
        cell += c;
      }
    }
    return row;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    line_ += c == '\n';
    return c;
  }

  // Whether a cell whose first quote was taken ends with one before what parts cells; else the quote is only a mark of
  // what somebody said.
  bool is_closed() const {
    for (std::size_t i = 0; (i = rest_.find('"', i)) != std::string_view::npos; i += 2) {
      std::string_view behind = rest_.substr(i + 1);
      if (behind.starts_with('"')) continue;
      behind.remove_prefix(std::min(behind.find_first_not_of(' '), behind.size()));
      return behind.empty() || behind.front() == '\n' || behind.front() == separator_;
    }
    return false;
  }

  std::string take_quoted() {
    std::string cell;
    for (;;) {
      const char c = take();
      if (c == '"') {
        if (!rest_.starts_with('"')) return cell;
        take();
      }
      cell += c;
    }
  }

  static void end_row(CsvRow& row, std::string_view left) {
    for (std::string_view& cell : row.written) cell.remove_suffix(left.size());
  }

  std::string_view rest_;
  char separator_;
  std::uint32_t line_ = 1;
};

// Where what is wanted stands in a row.
struct Columns {
  std::optional<std::size_t> speaker, text, start, end;
  std::size_t count = 0;
  double start_unit = 1000;  // milliseconds in one of its numbers
  double end_unit = 1000;
};

template <std::size_t N>
std::optional<std::size_t> column_of(const CsvRow& header, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names) {
    const auto is = [&](const std::string& cell) { return lower_ascii(trimmed(cell)) == name; };
    const auto found = std::ranges::find_if(header.cells, is);
    if (found != header.cells.end()) return static_cast<std::size_t>(found - header.cells.begin());
  }
  return std::nullopt;
}

Columns columns_of(const CsvRow& header) {
  using Names = std::string_view;
  const auto unit = [&](std::optional<std::size_t> column) {
    return column && lower_ascii(header.cells[*column]).contains("ms") ? 1.0 : 1000.0;
  };
  Columns out{
      .speaker = column_of(header, std::to_array<Names>({"speaker", "speaker name", "speaker_name", "speakername",
                                                         "participant", "author", "sender", "from", "who", "name"})),
      .text = column_of(header, std::to_array<Names>({"text", "transcript", "content", "message", "sentence",
                                                      "utterance", "words", "what"})),
      .start = column_of(header, std::to_array<Names>({"start", "start time", "start_time", "starttime", "start_ms",
                                                       "start (ms)", "time", "timestamp", "date"})),
      .end = column_of(header, std::to_array<Names>({"end", "end time", "end_time", "endtime", "end_ms", "end (ms)"})),
      .count = header.cells.size()};
  out.start_unit = unit(out.start);
  out.end_unit = unit(out.end);
  return out;
}

// What parts the cells of the first line, if they name a speaker's column and a text's.
std::optional<char> separator_of(std::string_view text) {
  constexpr std::size_t kLongestHeader = 1000;  // bytes
  const std::string_view first = text.substr(0, text.find('\n'));
  if (first.size() > kLongestHeader) return std::nullopt;
  for (const char separator : {',', ';', '\t'}) {
    const auto header = CsvCursor(first, separator).next();
    const Columns columns = header ? columns_of(*header) : Columns{};
    if (columns.speaker && columns.text) return separator;
  }
  return std::nullopt;
}

class CsvReader {
 public:
  CsvReader(const Columns& columns, TranscriptBuilder& out) : columns_(columns), out_(&out) {}

  void read(CsvRow row) {
    if (std::ranges::all_of(row.cells, [](const std::string& cell) { return is_blank(cell); })) return;
    fit_to_columns(row);
    const JsonTime start = time_in(row, columns_.start, columns_.start_unit);
    const JsonTime end = time_in(row, columns_.end, columns_.end_unit);
    if (start.bad || end.bad) out_->warn("bad_time", "a time could not be read", row.line);
    Entry entry{.start = offset(start), .end = offset(end), .text = cell_in(row, columns_.text), .line = row.line};
    if (std::string speaker = cell_in(row, columns_.speaker); !is_blank(speaker)) entry.speaker = std::move(speaker);
    out_->add(std::move(entry));
  }

 private:
  // More cells than columns: commas of the text that nobody quoted, but for a text that is quoted as tables have it.
  // Where other columns follow, they may have been another cell's.
  void fit_to_columns(CsvRow& row) {
    while (row.cells.size() > columns_.count && is_blank(row.cells.back())) row.cells.pop_back();
    if (row.cells.size() <= columns_.count || !columns_.text) return;
    const std::size_t first = *columns_.text;
    const bool certain = is_certain(row, first);
    if (certain) {
      row.cells.resize(columns_.count);
    } else {
      give_more_to_text(row, first);
    }
    if (certain || first + 1 < columns_.count)
      out_->warn("bad_entry", "a row has more cells than the table has columns", row.line);
  }

  // Not '"Yes", she said' behind a comma without a space.
  static bool is_certain(const CsvRow& row, std::size_t cell) {
    const bool spaced = row.written[cell + 1].starts_with(' ');
    return row.quoted[cell] && (!spaced || row.written[cell].starts_with(' '));
  }

  void give_more_to_text(CsvRow& row, std::size_t first) const {
    const std::size_t behind = first + 1 + row.cells.size() - columns_.count;
    std::string_view text = row.written[first];
    if (behind < row.written.size()) text.remove_suffix(row.written[behind].size() + 1);
    row.cells[first] = trimmed(text);
    const auto cells = row.cells.begin();
    row.cells.erase(cells + static_cast<std::ptrdiff_t>(first) + 1, cells + static_cast<std::ptrdiff_t>(behind));
  }

  static std::string cell_in(const CsvRow& row, std::optional<std::size_t> column) {
    return column && *column < row.cells.size() ? row.cells[*column] : std::string();
  }

  static JsonTime time_in(const CsvRow& row, std::optional<std::size_t> column, double unit) {
    const std::string cell = cell_in(row, column);
    return is_blank(cell) ? JsonTime{} : time_of_text(cell, unit);
  }

  // An instant counts from the first, which is the meeting's beginning.
  std::optional<Milliseconds> offset(const JsonTime& time) {
    if (!time.instant) return time.offset;
    if (!origin_) origin_ = time.instant;
    out_->set_start(origin_);
    const auto since = *time.instant - *origin_;
    return since >= Milliseconds(0) && since < std::chrono::hours(24 * 7) ? std::optional(since) : std::nullopt;
  }

  Columns columns_;
  TranscriptBuilder* out_;
  std::optional<Instant> origin_;
};

}  // namespace

bool looks_like_csv(std::string_view text) {
  return separator_of(text).has_value();
}

void read_csv(std::string_view text, TranscriptBuilder& out) {
  CsvCursor rows(text, separator_of(text).value_or(','));
  const auto header = rows.next();
  if (!header) return;
  CsvReader reader(columns_of(*header), out);
  while (auto row = rows.next()) reader.read(std::move(*row));
  out.set_format("csv");
}

}  // namespace hebb
