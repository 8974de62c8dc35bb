// Replies of the wire as text for a person. Pure: a reply in, text out. All text from transcripts is made harmless.
#pragma once

#include <string>
#include <string_view>

#include "cli/json.h"
#include "cli/terminal.h"

namespace hebb::cli {

struct Page {
  std::size_t width = 80;
  Palette palette{false};
  bool whole = false;  // no name is cut to fit: what reads it is a program
};

// Padded to `width` columns, and cut to them unless the page is whole.
std::string cell(const Page& page, std::string_view text, std::size_t width);

std::string render_answers(const Json& reply, bool explain, const Page& page);  // of /api/v2/query
// What the question was read as beside its topic, where it was asked with explain; empty where nothing was read.
std::string render_reading(const Json& reply, const Page& page);
// A line on how little there is on the question; empty where there is enough.
std::string render_doubt(const Json& reply);
std::string render_report(const std::string& file, const Json& reply, const Page& page);  // of /api/v2/ingest
std::string render_meeting_line(const Json& meeting, bool with_project, const Page& page);
std::string render_turn(const Json& turn, const Page& page);
std::string render_heading(std::string_view text, const Page& page);
std::string render_memory(const Json& memory, const Page& page);
// The same among those of other meetings.
std::string render_listed(const Json& memory, const Page& page);
std::string day_and_time(const std::string& rfc3339);  // "2026-03-05 14:00", or the day alone at midnight
std::string count_of(std::int64_t number, const std::string& one,
                     const std::string& many = "");  // "1 turn", "2,104 turns"

}  // namespace hebb::cli
