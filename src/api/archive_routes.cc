// Archives in and out, and what changed since: the routes that carry more than one answer's worth.
#include <array>
#include <format>
#include <unordered_set>

#include "api/archive_reader.h"
#include "api/archive_writer.h"
#include "api/json_builder.h"
#include "api/routes.h"

namespace hebb::api {
namespace {

constexpr std::size_t kEventsAtOnce = 100;  // of one reply
// By Change::Kind.
constexpr auto kEventNames =
    std::to_array<std::string_view>({"ingested", "erased", "speaker_renamed", "changed", "consolidated"});

// The parts of one export. Meetings that are erased or moved away while it runs are left out; each is whole.
class Export {
 public:
  Export(Engine& engine, std::string project, EncoderProbe probe)
      : engine_(engine), project_(std::move(project)), probe_(std::move(probe)) {}

  Result<std::optional<std::string>> next() {
    if (!begun_) {
      begun_ = true;
      if (auto listed = list(); !listed) return std::unexpected(listed.error());
      return archive_head(project_, probe_);
    }
    while (at_ < ids_.size()) {
      auto stored = engine_.record(ids_[at_++]);
      if (!stored) return std::unexpected(stored.error());
      if (!*stored || (*stored)->record.meeting.project != project_) continue;
      ++meetings_;
      return archive_lines(**stored);
    }
    if (ended_) return std::nullopt;
    ended_ = true;
    const auto declaration = engine_.declaration(project_, {});
    if (!declaration) return std::unexpected(declaration.error());
    // Where every meeting was erased meanwhile, there is nothing left that was declared.
    return (meetings_ > 0 ? archive_declaration(*declaration) : "") + archive_end(meetings_);
  }

 private:
  // All at once: once listed, none is missed where its date changes; one whose date changes meanwhile may come on two
  // pages.
  Result<void> list() {
    std::unordered_set<MeetingId> listed;
    MeetingQuery query{.project = project_, .limit = kMeetingPageLimit, .cursor = {}};
    do {
      const auto page = engine_.meetings(query);
      if (!page) return std::unexpected(page.error());
      for (const auto& summary : page->meetings) {
        if (listed.insert(summary.meeting.id).second) ids_.push_back(summary.meeting.id);
      }
      query.cursor = page->next;
    } while (query.cursor);
    return {};
  }

  Engine& engine_;
  const std::string project_;
  const EncoderProbe probe_;
  std::vector<MeetingId> ids_;
  std::size_t at_ = 0;  // in them: the next
  std::size_t meetings_ = 0;
  bool begun_ = false, ended_ = false;
};

struct ImportCounts {
  std::string project;
  std::int64_t created = 0, known = 0, turns = 0, memories = 0, connections = 0, declared = 0;
};

// Whether an id is that of what was said, as put in; notes were counted before they were dated.
bool follows(const MeetingRecord& record) {
  Meeting undated = record.meeting;
  undated.started_at.reset();
  return record.meeting.id == meeting_id_of(record.meeting, record.turns) ||
         record.meeting.id == meeting_id_of(undated, record.turns);
}

// A pass over everything before anything is written. Whoever sees some projects alone could try with ids of their own
// making which meetings others have, or take those ids first: they import what they have, or what follows from its
// text.
std::optional<Problem> refuse_archive(Engine& engine, std::string_view bytes, const ProjectSet& seen,
                                      const Budget& budget) {
  std::vector<FieldError> errors;
  bool outside = false, foreign = false;
  const ArchiveVisitor visitor{
      .head = [&](const ArchiveHead& head) -> Result<void> {
        outside = !seen.contains(head.project);
        if (outside) return fail(ErrorCode::not_found, "");
        const auto present = make_probe(engine.encoder());
        if (!present) return std::unexpected(present.error());
        if (head.probe.vectors.size() == present->vectors.size()) return check_probe(head.probe, *present);
        return fail(ErrorCode::conflict, "the archive's vectors were made by another kind of model than this server's");
      },
      .meeting = [&](StoredRecord&& stored) -> Result<void> {
        if (auto spent = budget.check(); !spent) return spent;
        const Meeting& meeting = stored.record.meeting;
        if (seen.all() || follows(stored.record)) return engine.may_import(meeting);
        const auto own = engine.meeting(meeting.id, seen);
        foreign = !own && own.error().code == ErrorCode::not_found;
        return own ? engine.may_import(meeting) : std::unexpected(own.error());
      },
      .declaration = [](Declaration&&) -> Result<void> { return {}; }};
  const auto read = read_archive(bytes, visitor, errors);
  if (outside) return forbidden("this key is not for the project of the archive");
  if (foreign)
    return forbidden(
        "the archive has a meeting whose id does not follow from its text (it was renamed, dated or cut "
        "since): only a key for all projects imports it");
  if (!errors.empty()) return invalid_fields(std::move(errors));
  return read ? std::nullopt : std::optional(problem_of(read.error()));
}

Result<ImportCounts> store_archive(Engine& engine, std::string_view bytes, const Budget& budget) {
  ImportCounts counts;
  std::vector<FieldError> errors;  // there are none: it has been read before
  const ArchiveVisitor visitor{.head = [&](const ArchiveHead& head) -> Result<void> {
                                 counts.project = head.project;
                                 return {};
                               },
                               .meeting = [&](StoredRecord&& stored) -> Result<void> {
                                 if (auto spent = budget.check(); !spent) return spent;
                                 const auto put = engine.import_record(stored, budget);
                                 if (!put) return std::unexpected(put.error());
                                 ++(put->created ? counts.created : counts.known);
                                 if (!put->created) return {};
                                 counts.turns += static_cast<std::int64_t>(stored.record.turns.size());
                                 counts.memories += static_cast<std::int64_t>(stored.record.memories.size());
                                 counts.connections += static_cast<std::int64_t>(stored.record.connections.size());
                                 return {};
                               },
                               .declaration = [&](Declaration&& declaration) -> Result<void> {
                                 const auto put = engine.import_declaration(counts.project, declaration, budget);
                                 if (!put) return std::unexpected(put.error());
                                 const auto things = declaration.stakeholders.size() + declaration.deliverables.size();
                                 if (*put) counts.declared = static_cast<std::int64_t>(things);
                                 return {};
                               }};
  const auto read = read_archive(bytes, visitor, errors);
  HEBB_CHECK(errors.empty());
  if (!read) return std::unexpected(read.error());
  return counts;
}

// "id: 7\nevent: ingested\ndata: {…}\n\n"
std::string event_of(const Change& change) {
  const auto kind = static_cast<std::size_t>(change.kind);
  JsonBuilder data;
  data.root().set("seq", static_cast<std::int64_t>(change.seq));
  const bool of_project = change.kind == Change::Kind::speaker_renamed || change.kind == Change::Kind::consolidated;
  if (!of_project) data.root().set("meeting_id", change.meeting.text());
  if (change.kind != Change::Kind::meeting_erased) data.root().set("project", change.project);
  return std::format("id: {}\nevent: {}\ndata: {}\n\n", change.seq,
                     kind < kEventNames.size() ? kEventNames[kind] : "changed", data.text());
}

std::optional<Seq> seq_in(std::string_view text) {
  Seq seq = 0;
  if (text.empty() || text.size() > 18) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    seq = seq * 10 + static_cast<Seq>(c - '0');
  }
  return seq;
}

}  // namespace

Parsed<Answer> export_project(const Call& call) {
  const auto project = read_export(call.request);
  if (!project) return std::unexpected(project.error());
  const auto first =
      call.engine.meetings({.project = *project, .limit = 1, .cursor = {}, .projects = call.request.caller.projects});
  if (!first) return std::unexpected(problem_of(first.error()));
  if (first->meetings.empty()) {
    return std::unexpected(problem_of({ErrorCode::not_found, "no meetings in this project"}));
  }
  auto probe = call.engine.probe();
  if (!probe) return std::unexpected(problem_of(probe.error()));
  return Answer{.content_type = "application/jsonl",
                .headers = {{"Content-Disposition", "attachment; filename=\"hebb-export.jsonl\""}},
                .parts = std::make_shared<BodyParts>(
                    [parts = Export(call.engine, *project, std::move(*probe))]() mutable { return parts.next(); })};
}

Parsed<Answer> import_archive(const Call& call) {
  const Request& request = call.request;
  if (const auto none = read_no_parameters(request); !none) return std::unexpected(none.error());
  const std::string_view bytes = request.kept_body.value_or(request.body);
  if (auto refused = refuse_archive(call.engine, bytes, request.caller.projects, request.budget))
    return std::unexpected(std::move(*refused));
  const auto counts = store_archive(call.engine, bytes, request.budget);
  if (!counts) return std::unexpected(problem_of(counts.error()));
  JsonBuilder reply;
  JsonNode root = reply.root();
  root.set("project", counts->project);
  root.set("created", counts->created);
  root.set("known", counts->known);
  root.set("turns", counts->turns);
  root.set("memories", counts->memories);
  root.set("connections", counts->connections);
  root.set("declared", counts->declared);
  return Answer{.body = reply.text()};
}

void describe_imported(JsonNode schema) {
  schema.set("type", "object");
  schema.object("properties").object("project").set("type", "string");
  for (const auto* name : {"created", "known", "turns", "memories", "connections", "declared"}) {
    schema.object("properties").object(name).set("type", "integer");
    schema.object("properties").object(name).set("minimum", std::int64_t{0});
  }
  for (const auto* name : {"project", "created", "known", "turns", "memories", "connections", "declared"}) {
    schema.array("required").add(name);
  }
  schema.set("additionalProperties", false);
}

std::span<const std::string_view> event_names() {
  return kEventNames;
}

Parsed<Answer> events(const Call& call) {
  if (const auto none = read_no_parameters(call.request); !none) return std::unexpected(none.error());
  const auto now = call.engine.seq();
  if (!now) return std::unexpected(problem_of(now.error()));
  Answer answer{.body = "retry: 500\n", .content_type = "text/event-stream"};
  const auto after = seq_in(call.request.last_event_id);
  if (!after || *after > *now) {  // a new reader, or one of a store that was since restored
    answer.body += std::format("id: {}\nevent: ready\ndata: {{\"seq\":{}}}\n\n", *now, *now);
    return answer;
  }
  const auto changes = call.engine.changes(*after, kEventsAtOnce);
  if (!changes) return std::unexpected(problem_of(changes.error()));
  for (const Change& change : *changes) answer.body += event_of(change);
  answer.wait = changes->empty();
  if (answer.wait) answer.body += ": nothing new\n\n";
  return answer;
}

}  // namespace hebb::api
