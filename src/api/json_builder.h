// A JSON document that is put together piece by piece, where no struct says its shape: schemas. Private to api/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct yyjson_mut_doc;  // NOLINT(readability-identifier-naming): yyjson's own
struct yyjson_mut_val;  // NOLINT(readability-identifier-naming)

namespace hebb::api {

// An object or an array inside a JsonBuilder, which outlives it. Members stay in the order in which they were made; one
// that is set again is replaced. Texts are copied. Throws std::bad_alloc.
class JsonNode {
 public:
  // Of an object.
  JsonNode object(std::string_view name);  // the member, made where there is none
  JsonNode array(std::string_view name);
  void set(std::string_view name, std::string_view text);
  void set(std::string_view name, const char* text) { set(name, std::string_view(text)); }
  void set(std::string_view name, std::int64_t number);
  void set(std::string_view name, double number);
  void set(std::string_view name, bool truth);
  void remove(std::string_view name);
  bool has(std::string_view name) const;
  std::string text(std::string_view name) const;  // empty where the member is no text
  std::string json(std::string_view name) const;  // the member as compact JSON; empty where there is none
  std::vector<std::pair<std::string, JsonNode>> members() const;
  std::vector<JsonNode> items(std::string_view name) const;  // of a member that is an array
  std::vector<std::string> texts(std::string_view name) const;
  void take_from(const JsonNode& other);  // replaces its members by a copy of the other's

  // Of an array.
  JsonNode add_object();
  void add(std::string_view text);
  void add_null();

 private:
  friend class JsonBuilder;
  JsonNode(yyjson_mut_doc* document, yyjson_mut_val* value) : document_(document), value_(value) {}
  void put(std::string_view name, yyjson_mut_val* value);

  yyjson_mut_doc* document_;
  yyjson_mut_val* value_;
};

// Thread safety: confined to one thread.
class JsonBuilder {
 public:
  JsonBuilder();
  JsonNode root() const;  // an object
  std::string text() const;

 private:
  struct Free {
    void operator()(yyjson_mut_doc* document) const;
  };
  std::unique_ptr<yyjson_mut_doc, Free> document_;
};

}  // namespace hebb::api
