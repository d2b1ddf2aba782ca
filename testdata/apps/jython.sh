# package: jython
cat > script.py <<'P'
import sys, re, json
class A(object):
    def __init__(self, n): self.n = n
    def __add__(self, o): return A(self.n + o.n)
    def __repr__(self): return 'A(%d)' % self.n
print A(1) + A(2), [x * x for x in range(6) if x % 2], {'a': 1}, 2 ** 70, 1 / 3.0
def gen(n):
    a, b = 0, 1
    while n: yield a; a, b, n = b, a + b, n - 1
print list(gen(12)), re.sub(r'(\d+)', lambda m: str(int(m.group(1)) * 2), 'a1b22'), json.dumps([1, None, {'k': 'v'}])
try: {}['x']
except KeyError as e: print 'KeyError', e
from java.util import ArrayList, TreeMap
l = ArrayList(); l.add('x'); l.add(2); print l, TreeMap({'b': 1, 'a': 2})
import threading
r = []
ts = [threading.Thread(target=lambda i=i: r.append(i)) for i in range(5)]
[t.start() for t in ts]; [t.join() for t in ts]; print sorted(r)
print sys.argv[1:], sys.version_info[:2]
sys.exit(6)
P
jython script.py a b 2>&1; echo "exit $?"
jython -c 'print sum(range(100)); undefined' 2>&1; echo "exit $?"
