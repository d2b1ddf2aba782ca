# package: rhino
# The shell from standard input; JavaScript compiled to class files.
launch rhino <<'J'
var x = 5
x * 2
x.foo.bar
function f() { return [1, 2] }
f()
importPackage(java.util)
new TreeMap({ b: 1 })
J
echo 'print("compiled " + [1, 2, 3].join("-"));' > Program.js
launch rhino-jsc Program.js
java -cp .:/usr/share/java/js.jar Program
