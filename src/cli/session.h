// One run of one command: what it was asked, where it may write, whom it works with. Private to cli/.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "cli/cli.h"
#include "cli/client.h"
#include "cli/json.h"
#include "cli/terminal.h"

namespace hebb::cli {

struct Session {
  const Program& program;
  const Setup& setup;
  const Arguments& arguments;
  Terminal& terminal;

  // `creates`: for a command that writes, so may begin a data directory.
  Result<Client> connect(bool creates = false) const;
  std::string project() const;                        // --project, else the default one
  void tell(Talk kind, std::string_view text) const;  // beside the data: on stderr, or in the log that it is
  int refuse(const Error& error) const;               // says it, and gives the exit status
  int refuse(const api::Reply& reply) const;
  int misuse(std::string_view problem) const;  // of the command line: says it with where to read more
  // The JSON of a reply with a good status; otherwise the refusal has been said and there is nothing.
  std::optional<Json> answer(Client& client, const api::Request& request) const;
  // What a list of the HTTP interface holds (GET /api/v2/`name`, in a member of that name), printed page by page as
  // `written` writes each, `limit` of them at most. How many there were; nothing where the refusal has been said.
  std::optional<std::int64_t> list_pages(Client& client, const std::string& name,
                                         std::map<std::string, std::string> parameters, std::int64_t limit,
                                         const std::function<std::string(const Json&)>& written) const;
  int print_verbatim(const api::Reply& reply) const;  // --json
};

struct NamedMeeting {
  std::string id;
  std::string title;
  std::string project;
  std::optional<std::string> started_at;
};

// The one meeting that `name` means: an id, the beginning of one (four characters at least), or a part of a title.
// Errors: not_found, invalid_argument (several; names some of them), and those of the request.
Result<NamedMeeting> find_meeting(Client& client, const std::string& name, const std::optional<std::string>& project);
// Every meeting, page by page, until `visit` says no.
Result<void> each_meeting(Client& client, const std::optional<std::string>& project,
                          const std::function<bool(const Json& meeting)>& visit);

int run_import(const Session& session);
int run_ask(const Session& session);
int run_context(const Session& session);
int run_eval(const Session& session);
int run_serve(const Session& session);
int run_export(const Session& session);
int run_meetings(const Session& session);
int run_show(const Session& session);
int run_memories(const Session& session, bool actions);  // or only those
int run_decisions(const Session& session);
int run_memory(const Session& session);
int run_patterns(const Session& session);
int run_fade(const Session& session);
int run_consolidate(const Session& session);
int run_declare(const Session& session);
int run_declared(const Session& session);
int run_correct(const Session& session);
int run_speakers(const Session& session);
int run_rename(const Session& session, bool merge);
int run_edit(const Session& session, std::string_view field);  // of a meeting: title or project
int run_erase(const Session& session);
int run_reindex(const Session& session);
int run_reextract(const Session& session);
int run_stats(const Session& session);
int run_keys_create(const Session& session);
int run_keys_list(const Session& session);
int run_keys_revoke(const Session& session);
int run_config(const Session& session);
int run_backup(const Session& session);
int run_verify(const Session& session);
int run_restore(const Session& session);
int run_doctor(const Session& session);

}  // namespace hebb::cli
