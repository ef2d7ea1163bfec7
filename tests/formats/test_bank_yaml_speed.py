from __future__ import annotations

import json
import subprocess
import sys

RUN = """
import json, resource, time, yaml
from app.formats import bank_yaml
head = "format: 1\\nbank: lon\\ntitle: Lớn\\nlanguage: vi\\nquestions:\\n"
question = '''  - id: cau-{i}
    type: single
    difficulty: 2
    text: Ngày Chuyển đổi số quốc gia là ngày nào hằng năm, câu thứ {i}?
    options:
      - {{id: a, text: 10/10, correct: true}}
      - {{id: b, text: Ngày đầu tiên của năm}}
      - {{id: c, text: 22/12}}
      - {{id: d, text: 26/3}}
    explanation: Theo quyết định của Thủ tướng Chính phủ, hằng năm vào ngày này.
    source: Quyết định 505/QĐ-TTg ngày 22/4/2022
'''
data = (head + "".join(question.format(i=i) for i in range(10_000))).encode()
times = []
for act in (lambda: sum(1 for _ in yaml.parse(data, Loader=yaml.CSafeLoader)),
            lambda: bank_yaml.read(data)):
    start = time.process_time()
    result = act()
    times.append(time.process_time() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([result.ok, len(result.problems), times[1] / times[0], peak]))
"""


def test_ten_thousand_questions_cost_at_most_four_times_their_bare_parsing() -> None:
    """Bare parsing takes about 0.7 s of one core here, so that this is under 3 s."""
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    ok, problems, ratio, megabytes = json.loads(done.stdout)
    assert (ok, problems) == (True, 0)
    assert ratio <= 4
    assert megabytes <= 256
