from __future__ import annotations

import json
import subprocess
import sys

RUN = """
import json, re, time
from pathlib import Path
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
start = time.process_time()
result = bank_yaml.read(data)
spent = time.process_time() - start
# Not getrusage: its peak begins with that of the process that started this one.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps([result.ok, len(result.problems), spent, peak]))
"""


def test_ten_thousand_questions_are_checked_in_three_seconds_and_256_megabytes() -> None:
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    ok, problems, cpu_seconds, megabytes = json.loads(done.stdout)
    assert (ok, problems) == (True, 0)
    assert cpu_seconds <= 3
    assert megabytes <= 256
