// hebb fade: archiving what nobody has read for long, and bringing it back.
#include <format>
#include <string>

#include "cli/render.h"
#include "cli/session.h"

namespace hebb::cli {
namespace {

std::string render_faded(const Json& report, const Page& page) {
  const bool dry_run = report["dry_run"].truth();
  const auto memories = report["memories"]["total"].integer_or(0);
  std::string text =
      std::format("{} in {} {}\n", count_of(memories, "memory", "memories"),
                  count_of(report["meetings"].integer_or(0), "meeting"), dry_run ? "would be archived" : "archived");
  if (!dry_run) return text;
  for (const Json& one : report["faintest"].items()) {
    text += "\n" + page.palette(Style::dim, std::format("strength {:.3f}", one["strength"].number())) + "\n" +
            render_listed(one["memory"], page);
  }
  return text;
}

}  // namespace

int run_fade(const Session& session) {
  const auto& arguments = session.arguments;
  const bool restores = arguments.has("--restore");
  const auto below = arguments.value("--below");
  if (!restores && !below) return session.misuse("give either --below, a strength like 0.05, or --restore");
  auto client = session.connect();
  if (!client) return session.refuse(client.error());
  api::Request request{.method = restores ? "DELETE" : "POST", .path = "/api/v2/fade"};
  if (below) request.parameters["below"] = *below;
  if (const auto project = arguments.value("--project")) request.parameters["project"] = *project;
  if (arguments.has("--dry-run")) request.parameters["dry_run"] = "true";
  const auto reply = client->send(request);
  if (!reply) return session.refuse(reply.error());
  if (reply->status >= 400) return session.refuse(*reply);
  if (arguments.has("--json")) return session.print_verbatim(*reply);
  const auto report = Json::parse(reply->body);
  if (!report) return kFailed;
  if (restores) {
    session.terminal.print(
        std::format("{} brought back\n", count_of((*report)["memories"].integer_or(0), "memory", "memories")));
    return kDone;
  }
  session.terminal.print(render_faded(*report, {.width = session.terminal.width(), .palette = session.terminal.out()}));
  return kDone;
}

}  // namespace hebb::cli
