# package: rhino
# quick
cat > script.js <<'J'
function Shape(n) { this.name = n; }
Shape.prototype.describe = function () { return 'a ' + this.name; };
print(new Shape('circle').describe());
var a = [5, 3, 9, 1].sort(function (x, y) { return x - y; });
print(a, a.map(function (x) { return x * x; }), JSON.stringify({ b: [1, { c: null }] }));
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(fib(16));
print('a-b-c'.replace(/-/g, '+'), /(\d+)x(\d+)/.exec('10x20').slice(1));
try { undefinedFunction(); } catch (e) { print(e.name + ': ' + e.message); }
var list = new java.util.ArrayList(); list.add('one'); list.add(2); print(list, list.size());
var r = new java.lang.Runnable({ run: function () { print('ran'); } });
var t = new java.lang.Thread(r); t.start(); t.join();
print([1, 2, 3].reduce(function (p, c) { return p + c; }, 0), 0.1 + 0.2, 1e21, parseInt('0x1f'));
for (var i = 0, s = 0; i < 20000; i++) { s = (s * 31 + i) | 0; } print(s);
print(arguments.join());
try { java.lang.Integer.parseInt('x'); } catch (e) { print(e.javaException); }
var o = { get x() { return 42; } }; print(o.x, Object.keys({ p: 1, q: 2 }));
print(new Date(0).toISOString(), Math.max(1, 2, 3), isNaN('x'), escape('ä b'));
quit(4);
J
for level in -1 0 9; do
    launch rhino -opt $level script.js one two
    echo "exit $?"
done
launch rhino -e 'print(6 * 7); throw new Error("out")'
echo "exit $?"
