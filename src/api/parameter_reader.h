// Reads the parameters of a query string, as ObjectReader reads the fields of an object. Private to api/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.h"
#include "api/json_reader.h"
#include "api/problem.h"

namespace hebb::api {

class ParameterReader : public FieldReading {
 public:
  ParameterReader(const Request& request, std::vector<FieldError>& errors) : request_(request), errors_(errors) {}

  std::optional<std::string> text(std::string_view name, const TextRule& rule);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<double> number(std::string_view name, double min, double max);
  bool flag(std::string_view name);  // absent or false; `?name`, true or 1
  std::optional<Instant> instant(std::string_view name);
  void require(std::string_view name);
  void complain(std::string_view name, std::string message);
  void refuse_unknown();  // and what was given twice

 private:
  const std::string* take(std::string_view name);

  const Request& request_;
  std::vector<FieldError>& errors_;
  std::vector<std::string_view> known_;
};

}  // namespace hebb::api
