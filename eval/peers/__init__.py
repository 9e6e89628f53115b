"""Haystack, LlamaIndex and txtai beside Sourcier: same passages, same encoder, same run.

python -m eval.peers SET --library DIR
"""
