# package: bsh
# quick
cat > script.bsh <<'B'
int add(int a, int b) { return a + b; }
print(add(2, 3));
for (i = 0; i < 3; i++) print("i=" + i);
list = new ArrayList(); list.add("x"); print(list);
foo() { n = 1; inc() { n++; return n; } return this; }
f = foo(); f.inc(); print(f.inc());
class Pet { String name; Pet(String n) { name = n; } String hi() { return "hi " + name; } }
print(new Pet("Tom").hi());
r = new Runnable() { run() { print("ran"); } };
new Thread(r).start();
Thread.sleep(100);
try { Integer.parseInt("x"); } catch (NumberFormatException e) { print(e.getMessage()); }
switch (3) { case 3: print("three"); break; default: print("none"); }
print(javaVersion = System.getProperty("java.specification.version"));
undefinedCall();
B
launch bsh script.bsh
echo "exit $?"
printf 'print(1+1);\nx = 5;\nx * 2;\nshow();\nx * 3;\nfoo();\n' | launch bsh 2>&1
