// Any bytes as the body of each JSON request: no crash, no hang, and what is refused says why. The same for query
// strings, taken from the same bytes.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "api/collection_requests.h"
#include "api/requests.h"
#include "text/declared_names.h"

namespace {

template <class T>
void check(const hebb::api::Parsed<T>& parsed) {
  if (parsed || (!parsed.error().detail.empty() && parsed.error().status < 500)) return;
  std::fprintf(stderr, "a refusal says nothing, or is an error of ours\n");
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace hebb::api;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const Request body{.method = "POST", .content_type = "application/json", .body = bytes};
  const auto query = read_query(body);
  check(query);
  if (query && (query->query.empty() || query->limit < 1 || query->limit > 100)) std::abort();
  check(read_context(body));
  check(read_ingest(body));
  check(read_rename(body));
  check(read_no_body(body));
  check(read_batch(body));
  check(read_note(body));
  check(read_correction(body));
  check(read_edit(body));
  Request declaring = body;
  declaring.parameters["project"] = "p";
  const auto declared = read_declare(declaring);
  check(declared);
  if (declared && !hebb::faults_of(declared->declaration).empty()) std::abort();
  const auto edit = read_declaration_edit(declaring);
  check(edit);
  if (edit && !hebb::faults_of(edit->edit.set).empty()) std::abort();

  Request target{.method = "GET"};
  const auto middle = bytes.find('=');
  target.parameters[bytes.substr(0, middle)] = middle == std::string::npos ? "" : bytes.substr(middle + 1);
  target.parameters["limit"] = bytes;
  check(read_meeting_query(target));
  check(read_turn_range(target));
  check(read_project_parameter(target));
  check(read_dry_run(target));
  check(read_memory_query(target));
  check(read_project_query(target));
  check(read_concept_query(target));
  check(read_period_erasure(target, true));
  check(read_export(target));
  check(read_id(bytes));
  check(read_memory_id(bytes));
  check(read_speaker(bytes));
  check(read_project(bytes));
  return 0;
}
