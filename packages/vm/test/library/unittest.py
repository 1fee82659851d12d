import unittest, warnings, sys

class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self):
        if not self.items: raise IndexError("pop from empty stack")
        return self.items.pop()

class TestStack(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass", cls.__name__)
    @classmethod
    def tearDownClass(cls): print("tearDownClass")
    def setUp(self):
        self.stack = Stack()
        self.addCleanup(print, "cleanup", self.id().split(".")[-1])
    def tearDown(self): self.stack = None
    def test_push(self):
        "Pushing makes it longer."
        self.stack.push(1)
        self.assertEqual(self.stack.items, [1])
    def test_pop_empty(self):
        with self.assertRaises(IndexError) as cm: self.stack.pop()
        self.assertEqual(str(cm.exception), "pop from empty stack")
        with self.assertRaisesRegex(IndexError, "empty"): self.stack.pop()
    def test_subtests(self):
        for i in range(4):
            with self.subTest(i=i, kind="x"):
                self.assertNotEqual(i % 2, 1, "odd")
    @unittest.skip("not now")
    def test_skipped(self): pass
    @unittest.skipIf(sys.version_info < (4,), "old")
    def test_skip_if(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.assertEqual(1, 2)
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_fail_list(self): self.assertEqual([1, 2, 3, {"a": 1}], [1, 2, 4, {"a": 2}])
    def test_fail_dict(self): self.assertDictEqual({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3]})
    def test_fail_text(self): self.assertMultiLineEqual("one\ntwo\nthree\n", "one\n2\nthree\n")
    def test_error(self): raise RuntimeError("broken")
    def test_warns(self):
        with self.assertWarns(DeprecationWarning) as cm: warnings.warn("old", DeprecationWarning)
        self.assertIn("old", str(cm.warning))
        with self.assertWarnsRegex(UserWarning, "he.*o"): warnings.warn("hello")
    def test_no_warn(self):
        with self.assertWarns(UserWarning): pass
    def test_asserts(self):
        self.assertAlmostEqual(1.0, 1.00000001); self.assertIsNone(None); self.assertIsInstance(3, int); self.assertCountEqual([1, 2], [2, 1])
        self.assertRegex("abc", "b"); self.assertGreater(2, 1); self.assertTrue(1); self.assertFalse(0); self.assertIs(self, self); self.assertIn(1, [1])
        self.assertSetEqual({1}, {1}); self.assertTupleEqual((1,), (1,)); self.assertSequenceEqual([1], (1,)); self.assertStartsWith("abc", "a"); self.assertHasAttr(self, "id")
    def test_skip_inside(self): self.skipTest("inside")
    def test_logs(self):
        import logging
        with self.assertLogs("x", level="INFO") as cm: logging.getLogger("x").info("hi %s", 3)
        self.assertEqual(cm.output, ["INFO:x:hi 3"])
    def test_set_fail(self): self.assertSetEqual({1, 2}, {2, 3})
    def test_almost(self): self.assertAlmostEqual(1.0, 1.1, places=3)

@unittest.skip("whole class")
class TestNone(unittest.TestCase):
    def test_a(self): pass

class TestSetupError(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise ValueError("no setup")
    def test_x(self): pass

def load_tests(loader, tests, pattern):
    return tests

import io, re
def run(verbosity, *names):
    stream = io.StringIO()
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names) if names else unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (TestStack, TestNone, TestSetupError))
    result = unittest.TextTestRunner(stream=stream, verbosity=verbosity).run(suite)
    print(re.sub(r"in [0-9.]+s", "in 0.000s", stream.getvalue()))
    print(result, result.testsRun, result.wasSuccessful(), len(result.failures), len(result.errors), [r for _, r in result.skipped])
run(2)
run(1)
